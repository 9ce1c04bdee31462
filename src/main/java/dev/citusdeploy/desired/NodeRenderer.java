package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FileMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Renders one node.
final class NodeRenderer {
  private static final List<String> SCRIPTS =
      List.of("start.sh", "reload.sh", "initialise.sh", "functions.sh", "health.sh");
  private static final List<String> SETTINGS =
      List.of("postgresql.conf", "pg_hba.conf", "pg_ident.conf");

  private static final List<String> LOADED =
      Stream.concat(SETTINGS.stream(), Stream.of("functions.sh", "health.sh")).toList();

  private final TemplateSource source;
  private final Templates templates;
  private final Fingerprints fingerprints;

  NodeRenderer(TemplateSource source, Fingerprints fingerprints) {
    this.source = source;
    this.templates = new Templates(source);
    this.fingerprints = fingerprints;
  }

  DesiredNode render(Inventory inventory, Node node, ClusterTrust trust, ServerTraits traits) {
    var names = new NodeModel(inventory, node);
    Map<String, Object> model = names.values(traits, trust.fingerprint());
    ClusterTrust.NodeIdentity identity = trust.identityOf(node.name());
    SequencedMap<String, String> conf = conf(model);
    String startHash = fingerprints.start(conf);
    String loadHash = loadHash(conf, trust.caCertificate(), identity.certificate());
    conf.put("start-hash", startHash + "\n");
    conf.put("load-hash", loadHash + "\n");
    String generation = Fingerprints.of(conf).shortened();

    String unlabelled = templates.render("templates/compose.yml.ftl", model);
    String containerHash = Fingerprints.ignoringComments(unlabelled).hex();
    model.put("containerHash", containerHash);
    List<DesiredFile> files = new ArrayList<>();
    files.add(open("compose.yml", templates.render("templates/compose.yml.ftl", model)));
    files.add(open("initialise.yml", templates.render("templates/initialise.yml.ftl", model)));
    files.add(open("manifest.json", templates.render("templates/manifest.json.ftl", model)));
    files.add(open("tls/ca.crt", trust.caCertificate()));
    files.add(open("tls/node.crt", identity.certificate()));
    files.add(
        new DesiredFile("tls/node.key", FileMode.PRIVATE, Bytes.of(identity.key().reveal()), true));
    conf.forEach((path, text) -> files.add(open("conf/" + generation + "/" + path, text)));
    files.sort(Comparator.comparing(DesiredFile::path));
    return new DesiredNode(
        node,
        new DesiredService(
            node.name(),
            names.folder(),
            names.dataFolder(),
            files,
            generation,
            startHash,
            loadHash,
            containerHash,
            names.containerName()));
  }

  private SequencedMap<String, String> conf(Map<String, Object> model) {
    SequencedMap<String, String> conf = new LinkedHashMap<>();
    for (String name : SETTINGS) {
      conf.put(name, templates.render("config/" + name + ".ftl", model));
    }
    for (String name : SCRIPTS) {
      conf.put(name, templates.copy("templates/" + name));
    }
    for (String path : source.firstStartFiles()) {
      conf.put(path, templates.copy(path));
    }
    return conf;
  }

  /// Files used at the first start only are left out: changing them requires nothing of a running
  /// node.
  private static String loadHash(
      SequencedMap<String, String> conf, String caCertificate, String certificate) {
    SequencedMap<String, String> loaded = new LinkedHashMap<>(conf);
    loaded.keySet().retainAll(LOADED);
    loaded.put("tls/ca.crt", caCertificate);
    loaded.put("tls/node.crt", certificate);
    return Fingerprints.of(loaded).hex();
  }

  private static DesiredFile open(String path, String text) {
    return new DesiredFile(path, FileMode.PUBLIC, Bytes.of(text), false);
  }
}
