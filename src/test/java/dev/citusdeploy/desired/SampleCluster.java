package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.model.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A cluster to render, changed step by step.
final class SampleCluster {
  String cluster = "shop";
  String image = "citusdata/citus:14.1.0";
  String database = "shop";
  String superuser = "postgres";
  NetworkMode network = NetworkMode.HOST;
  boolean lab = false;
  Inventory.Paths paths = Inventory.Paths.DEFAULT;
  final List<Inventory.Client> clients =
      new ArrayList<>(List.of(InventorySketch.client("10.0.0.0/8", "shop", "app")));
  final List<Host> hosts = new ArrayList<>();
  final List<String> clusterNetworks = new ArrayList<>();
  Host.Listen listen = Host.Listen.USUAL;
  final SequencedMap<String, String> settings = new LinkedHashMap<>();

  /// One coordinator and two workers.
  static SampleCluster ofThree() {
    var sample = new SampleCluster();
    sample.settings.put("work_mem", "32MB");
    sample.host("pg-c1", Role.COORDINATOR, "10.0.0.10");
    sample.host("pg-w01", Role.WORKER, "10.0.1.1");
    sample.host("pg-w02", Role.WORKER, "10.0.1.2");
    return sample;
  }

  SampleCluster host(String name, Role role, String advertised) {
    return host(name, role, new NodeAddress(advertised, 5432));
  }

  /// A host with one node for each address.
  SampleCluster host(String name, Role role, NodeAddress... addresses) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < addresses.length; i++) {
      nodes.add(
          new Node(
              new NodeName(i == 0 ? name : name + "-" + (i + 1)),
              new HostName(name),
              role,
              addresses[i],
              settings));
    }
    var ssh = InventorySketch.login("deploy", 22, null, Path.of("known_hosts"), true);
    hosts.add(
        new Host(new HostName(name), addresses[0].host(), ssh, listen, nodes, "inventory.yml:1:1"));
    return this;
  }

  Inventory inventory() {
    return new Inventory(
        Path.of("inventory.yml"),
        cluster,
        image,
        database,
        network,
        lab,
        false,
        superuser,
        paths,
        clients,
        hosts,
        clusterNetworks,
        null,
        null);
  }

  /// Texts in place of certificates; they are not parsed here.
  ClusterTrust trust() {
    SequencedMap<NodeName, ClusterTrust.NodeIdentity> identities = new LinkedHashMap<>();
    for (Node node : inventory().nodes()) {
      identities.put(
          node.name(),
          new ClusterTrust.NodeIdentity(
              "certificate of " + node.name() + "\n", Secret.of("key of " + node.name() + "\n")));
    }
    SequencedMap<String, Secret> roles = new LinkedHashMap<>();
    clients.forEach(client -> roles.put(client.role(), Secret.of("password of a client")));
    return new ClusterTrust("certificate of the authority\n", identities, roles, "f1n9e2");
  }

  DesiredState rendered() {
    return rendered(new LinkedHashMap<>());
  }

  DesiredState rendered(SequencedMap<HostName, ServerTraits> servers) {
    return new DesiredStateRenderer(new PackagedTemplates()).render(inventory(), trust(), servers);
  }

  /// The first node, which is the coordinator where the cluster is [#ofThree()].
  DesiredNode first() {
    return rendered().nodes().getFirst();
  }

  /// Text of a file of a node; `conf/current` stands for the generation.
  static String text(DesiredNode node, String path) {
    String real = path.replace("conf/current/", "conf/" + node.service().generation() + "/");
    return node.service().files().stream()
        .filter(file -> file.path().equals(real))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no file " + real))
        .content()
        .text();
  }
}
