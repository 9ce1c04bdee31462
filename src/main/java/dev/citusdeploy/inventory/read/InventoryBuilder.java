package dev.citusdeploy.inventory.read;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Host.Jump;
import dev.citusdeploy.inventory.Host.Listen;
import dev.citusdeploy.inventory.Host.Ssh;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.Client;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.inventory.check.CheckedSection;
import dev.citusdeploy.inventory.check.HostDraft;
import dev.citusdeploy.inventory.schema.ClientKeys;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.JumpText;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.LoginKeys;
import dev.citusdeploy.inventory.schema.PostgresKeys;
import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.yaml.LocalFiles;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.inventory.yaml.Value.Sequence;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.model.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the inventory from a file without mistakes.
final class InventoryBuilder {
  private static final int SSH_PORT = 22;

  private final Operator operator;
  private final Path file;
  private final CheckedSection root;

  InventoryBuilder(Operator operator, Path file, CheckedSection root) {
    this.operator = operator;
    this.file = file;
    this.root = root;
  }

  /// The inventory.
  ///
  /// @param overrides folder of files that replace packaged ones, if there is one
  Inventory build(@Nullable Path overrides) {
    CheckedSection postgres = root.section(InventorySchema.POSTGRES);
    CheckedSection paths = root.section(InventorySchema.PATHS);
    return new Inventory(
        file,
        root.text(InventorySchema.CLUSTER),
        root.text(InventorySchema.IMAGE),
        root.text(InventorySchema.DATABASE),
        NetworkMode.valueOf(root.text(InventorySchema.NETWORK).toUpperCase(Locale.ROOT)),
        root.flag(InventorySchema.LAB),
        root.scalar(InventorySchema.SAME_MACHINE).isPresent(),
        postgres.text(PostgresKeys.SUPERUSER),
        new Paths(paths.text(InventorySchema.PROGRAM), paths.text(InventorySchema.DATA)),
        root.items(InventorySchema.CLIENTS).stream().map(this::client).toList(),
        HostDraft.of(root).stream().map(this::host).toList(),
        root.scalars(InventorySchema.CLUSTER_NETWORKS).stream().map(Scalar::text).toList(),
        source(postgres, PostgresKeys.SUPERUSER_PASSWORD),
        overrides);
  }

  private Client client(CheckedSection keys) {
    return new Client(
        keys.text(ClientKeys.FROM),
        keys.text(ClientKeys.CLIENT_DATABASE),
        keys.text(ClientKeys.CLIENT_ROLE),
        source(keys, ClientKeys.CLIENT_PASSWORD));
  }

  private Host host(HostDraft draft) {
    var name = new HostName(draft.name());
    List<String> names = draft.nodeNames();
    return new Host(
        name,
        draft.address().orElseThrow().text(),
        ssh(draft),
        listen(draft),
        IntStream.range(0, names.size()).mapToObj(i -> node(draft, name, i)).toList(),
        draft.at().toString());
  }

  private static Listen listen(HostDraft draft) {
    List<String> texts = draft.listen().stream().map(Scalar::text).distinct().toList();
    return texts.contains("all") ? new Listen(true, List.of()) : new Listen(false, texts);
  }

  private Node node(HostDraft draft, HostName host, int index) {
    Role role = draft.role().orElseThrow();
    return new Node(
        new NodeName(draft.nodeNames().get(index)),
        host,
        role,
        new NodeAddress(draft.advertised().orElseThrow().text(), draft.ports().get(index)),
        settings(draft, role));
  }

  /// The cluster's settings, overridden by the role's, then by the host's.
  private SequencedMap<String, String> settings(HostDraft draft, Role role) {
    CheckedSection postgres = root.section(InventorySchema.POSTGRES);
    Key ofRole =
        switch (role) {
          case COORDINATOR -> PostgresKeys.COORDINATOR_ONLY;
          case WORKER -> PostgresKeys.WORKER_ONLY;
        };
    SequencedMap<String, String> settings = postgres.texts(PostgresKeys.POSTGRES_SETTINGS);
    settings.putAll(postgres.section(ofRole).texts(PostgresKeys.ROLE_SETTINGS));
    settings.putAll(draft.keys().texts(ServerKeys.HOST_SETTINGS));
    return settings;
  }

  private Ssh ssh(HostDraft draft) {
    String user = draft.ssh(LoginKeys.SSH_USER).map(Scalar::text).orElse(operator.user());
    return new Ssh(
        user,
        Integer.parseInt(draft.sshText(LoginKeys.SSH_PORT)),
        draft.ssh(LoginKeys.IDENTITY).map(this::localFile).orElse(null),
        draft
            .ssh(LoginKeys.KNOWN_HOSTS)
            .map(this::localFile)
            .orElseGet(() -> localFile(draft.sshText(LoginKeys.KNOWN_HOSTS), file)),
        Boolean.parseBoolean(draft.sshText(LoginKeys.SUDO)),
        draft.jump().stream().map(text -> jump(text, user)).toList());
  }

  private static Jump jump(Scalar text, String user) {
    JumpText parts = JumpText.parse(text.text());
    return new Jump(
        parts.user() == null ? user : parts.user(),
        parts.host(),
        parts.port() == null ? SSH_PORT : parts.port());
  }

  private @Nullable SecretSource source(CheckedSection keys, Key key) {
    CheckedSection given = keys.section(key);
    if (given.mapping().entries().isEmpty()) {
      return null;
    }
    Entry entry = given.mapping().entries().getFirst();
    String where = given.mapping().position().toString();
    return switch (entry.value()) {
      case Scalar text when entry.key().equals("env") ->
          new SecretSource.Environment(text.text(), where);
      case Scalar text when entry.key().equals("file") ->
          new SecretSource.File(localFile(text), where);
      case Scalar line -> new SecretSource.Command(List.of("/bin/sh", "-c", line.text()), where);
      case Sequence words -> new SecretSource.Command(texts(words).toList(), where);
      case Value.Mapping _, Value.Broken _ ->
          throw new IllegalStateException("checked, and yet no source at " + where);
    };
  }

  private static Stream<String> texts(Sequence words) {
    return words.items().stream()
        .filter(Scalar.class::isInstance)
        .map(word -> ((Scalar) word).text());
  }

  private Path localFile(Scalar text) {
    return localFile(text.text(), Path.of(text.position().file()));
  }

  /// @param beside the file in which it is written; a shared file may be used from many folders
  private Path localFile(String text, Path beside) {
    return LocalFiles.resolve(operator.home(), beside, text);
  }
}
