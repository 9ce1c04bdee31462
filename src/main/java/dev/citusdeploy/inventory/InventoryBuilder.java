package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Host.Ssh;
import dev.citusdeploy.inventory.Inventory.Client;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.Value.Scalar;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// Makes the inventory of a file without mistakes.
final class InventoryBuilder {
  private final Operator operator;
  private final Path file;
  private final Checked root;

  InventoryBuilder(Operator operator, Path file, Checked root) {
    this.operator = operator;
    this.file = file;
    this.root = root;
  }

  /// The inventory.
  Inventory build() {
    Checked postgres = root.section(InventorySchema.POSTGRES);
    Checked paths = root.section(InventorySchema.PATHS);
    return new Inventory(
        file,
        root.text(InventorySchema.CLUSTER),
        root.text(InventorySchema.IMAGE),
        root.text(InventorySchema.DATABASE),
        NetworkMode.valueOf(root.text(InventorySchema.NETWORK).toUpperCase(Locale.ROOT)),
        root.flag(InventorySchema.LAB),
        root.scalar(InventorySchema.SAME_MACHINE).isPresent(),
        postgres.text(InventorySchema.SUPERUSER),
        new Paths(paths.text(InventorySchema.PROGRAM), paths.text(InventorySchema.DATA)),
        root.items(InventorySchema.CLIENTS).stream().map(InventoryBuilder::client).toList(),
        HostDraft.of(root).stream().map(this::host).toList());
  }

  private static Client client(Checked keys) {
    return new Client(
        keys.text(InventorySchema.FROM),
        keys.text(InventorySchema.CLIENT_DATABASE),
        keys.text(InventorySchema.CLIENT_ROLE));
  }

  private Host host(HostDraft draft) {
    var name = new HostName(draft.name());
    return new Host(
        name,
        draft.address().orElseThrow().text(),
        ssh(draft),
        List.of(node(draft, name)),
        draft.at().toString());
  }

  private Node node(HostDraft draft, HostName host) {
    SequencedMap<String, String> settings =
        root.section(InventorySchema.POSTGRES).texts(InventorySchema.POSTGRES_SETTINGS);
    settings.putAll(draft.keys().texts(InventorySchema.HOST_SETTINGS));
    return new Node(
        new NodeName(host.value()),
        host,
        draft.role().orElseThrow(),
        new NodeAddress(draft.advertised().orElseThrow().text(), draft.port().orElseThrow()),
        settings);
  }

  private Ssh ssh(HostDraft draft) {
    return new Ssh(
        draft.ssh(InventorySchema.SSH_USER).map(Scalar::text).orElse(operator.user()),
        Integer.parseInt(draft.sshText(InventorySchema.SSH_PORT)),
        draft.ssh(InventorySchema.IDENTITY).map(Scalar::text).map(this::localFile).orElse(null),
        localFile(draft.sshText(InventorySchema.KNOWN_HOSTS)),
        Boolean.parseBoolean(draft.sshText(InventorySchema.SUDO)));
  }

  private Path localFile(String text) {
    if (text.startsWith("~/")) {
      return operator.home().resolve(text.substring(2)).normalize();
    }
    return file.toAbsolutePath().resolveSibling(text).normalize();
  }
}
