package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A small cluster as its owner wants it, for tests: few words in, a whole desired state out, with
/// files and hashes that depend on each other as those of the renderer do.
///
/// @param servers name and number of nodes; the first server's first node is the coordinator
/// @param conf what postgresql.conf depends on
/// @param hba what pg_hba.conf depends on, beside the nodes' addresses
/// @param compose what compose.yml depends on, beside the image
/// @param certificates what the certificates depend on
/// @param roles passwords by role
/// @param port of each server's first node
public record ClusterSketch(
    SequencedMap<String, Integer> servers,
    String image,
    String conf,
    String hba,
    String compose,
    String certificates,
    SequencedMap<String, String> roles,
    Paths roots,
    boolean lab,
    int port) {

  /// The two roots.
  public record Paths(String program, String data) {}

  /// A coordinator and workers `w1`, `w2` … with a role `app`.
  public static ClusterSketch of(int workers) {
    SequencedMap<String, Integer> servers = new LinkedHashMap<>();
    servers.put("c1", 1);
    for (int i = 1; i <= workers; i++) {
      servers.put("w" + i, 1);
    }
    SequencedMap<String, String> roles = new LinkedHashMap<>();
    roles.put("app", "first");
    Paths roots = new Paths("/opt/citus-deploy", "/var/lib/citus-deploy");
    return new ClusterSketch(
        servers, "citus:1", "conf 1", "hba 1", "compose 1", "tls 1", roles, roots, false, 5432);
  }

  public ClusterSketch withServer(String name, int nodes) {
    SequencedMap<String, Integer> more = new LinkedHashMap<>(servers);
    more.put(name, nodes);
    return new ClusterSketch(
        more, image, conf, hba, compose, certificates, roles, roots, lab, port);
  }

  public ClusterSketch withImage(String other) {
    return new ClusterSketch(
        servers, other, conf, hba, compose, certificates, roles, roots, lab, port);
  }

  public ClusterSketch withConf(String other) {
    return new ClusterSketch(
        servers, image, other, hba, compose, certificates, roles, roots, lab, port);
  }

  public ClusterSketch withPort(int other) {
    return new ClusterSketch(
        servers, image, conf, hba, compose, certificates, roles, roots, lab, other);
  }

  public ClusterSketch withHba(String other) {
    return new ClusterSketch(
        servers, image, conf, other, compose, certificates, roles, roots, lab, port);
  }

  public ClusterSketch withCompose(String other) {
    return new ClusterSketch(
        servers, image, conf, hba, other, certificates, roles, roots, lab, port);
  }

  public ClusterSketch withCertificates(String other) {
    return new ClusterSketch(servers, image, conf, hba, compose, other, roles, roots, lab, port);
  }

  /// The same with something else in the postgresql.conf of some nodes.
  ///
  /// @param level a role, a host or a node
  public ClusterSketch withSetting(String level, String text) {
    return withConf(conf + ";@" + level + " " + text);
  }

  private String confOf(Node node) {
    List<String> levels =
        List.of(node.role().word(), node.host().value(), node.name().value(), "all");
    StringBuilder text = new StringBuilder();
    for (String part : conf.split(";", -1)) {
      int end = part.indexOf(' ');
      if (!part.startsWith("@")) {
        text.append(part);
      } else if (levels.contains(part.substring(1, end))) {
        text.append('\n').append(part.substring(end + 1));
      }
    }
    return text.toString();
  }

  public ClusterSketch withRole(String role, String password) {
    SequencedMap<String, String> more = new LinkedHashMap<>(roles);
    more.put(role, password);
    return new ClusterSketch(
        servers, image, conf, hba, compose, certificates, more, roots, lab, port);
  }

  public ClusterSketch withRoots(String program, String data) {
    return new ClusterSketch(
        servers,
        image,
        conf,
        hba,
        compose,
        certificates,
        roles,
        new Paths(program, data),
        lab,
        port);
  }

  /// The desired state of it.
  public DesiredState desired() {
    Inventory inventory = inventory();
    SequencedMap<String, Secret> passwords = new LinkedHashMap<>();
    roles.forEach((role, password) -> passwords.put(role, Secret.of(password)));
    return new DesiredState(
        inventory, inventory.nodes().stream().map(this::desired).toList(), passwords, "secrets-1");
  }

  private Inventory inventory() {
    return InventorySketch.of(
            servers.sequencedEntrySet().stream()
                .map(server -> host(server.getKey(), server.getValue()))
                .toList())
        .withImage(image, lab)
        .withPaths(new Inventory.Paths(roots.program(), roots.data()))
        .inventory();
  }

  private Host host(String name, int count) {
    List<Node> nodes = new ArrayList<>();
    int number = new ArrayList<>(servers.sequencedKeySet()).indexOf(name) + 1;
    String address = "10.0.0." + number;
    for (int i = 1; i <= count; i++) {
      Role role = number == 1 && i == 1 ? Role.COORDINATOR : Role.WORKER;
      nodes.add(
          new Node(
              new NodeName(i == 1 ? name : name + "-" + i),
              new HostName(name),
              role,
              new NodeAddress(address, port + i - 1),
              new LinkedHashMap<>()));
    }
    Host.Ssh ssh = InventorySketch.login("deploy", 22, null, Path.of("known_hosts"), true);
    return InventorySketch.host(new HostName(name), address, ssh, nodes, "inventory.yml:1:1");
  }

  private DesiredNode desired(Node node) {
    String settings = confOf(node);
    String own = port == 5432 ? "" : "port " + node.address().port();
    String startHash = Sha256.of(settings + own + node.name()).shortened();
    String peers = servers.toString();
    String loadHash =
        Sha256.of(settings + own + hba + peers + certificates + node.name()).shortened();
    String generation =
        Sha256.of(settings + own + hba + peers + node.name() + loadHash).shortened();
    String containerHash = Sha256.of(image + compose + own + node.name()).shortened();
    String folder = "conf/" + generation + "/";
    List<DesiredFile> files = new ArrayList<>();
    files.add(file("compose.yml", image + compose + own + containerHash));
    files.add(file(folder + "initdb/010-citus.sql", "create extension citus"));
    files.add(file(folder + "load-hash", loadHash + "\n"));
    files.add(file(folder + "pg_hba.conf", hba + peers));
    files.add(file(folder + "postgresql.conf", settings + own));
    files.add(file(folder + "start-hash", startHash + "\n"));
    files.add(file(folder + "start.sh", "start"));
    files.add(file("manifest.json", manifest(node)));
    files.add(file("tls/ca.crt", "ca"));
    files.add(file("tls/node.crt", certificates + node.name()));
    files.add(
        new DesiredFile("tls/node.key", FileMode.PRIVATE, Bytes.of("key" + certificates), true));
    return new DesiredNode(
        node,
        new DesiredService(
            node.name(),
            roots.program() + "/shop/" + node.name(),
            roots.data() + "/shop/" + node.name(),
            files,
            generation,
            startHash,
            loadHash,
            containerHash,
            "shop-" + node.name()));
  }

  private static String manifest(Node node) {
    return """
    {"role": "%s", "address": {"host": "%s", "port": %d}, "database": "shop",
    "superuser": "postgres"}
    """
        .formatted(node.role().word(), node.address().host(), node.address().port());
  }

  private static DesiredFile file(String path, String content) {
    return new DesiredFile(path, FileMode.PUBLIC, Bytes.of(content), false);
  }
}
