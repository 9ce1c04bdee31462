package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.ClientKeys;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.PostgresKeys;
import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.text.ImageReference;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Position;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.Role;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// Finds values that are valid alone and contradict each other. Checks only valid values, so that
/// no mistake is reported twice.
public final class ContradictionCheck {
  private final CheckedSection root;
  private final List<HostDraft> hosts;
  private final InventoryProblems findings;

  public ContradictionCheck(CheckedSection root, InventoryProblems findings) {
    this.root = root;
    this.hosts = HostDraft.of(root);
    this.findings = findings;
  }

  /// Reports all contradictions.
  public void run() {
    image();
    paths();
    clients();
    coordinator();
    new HostCollisionCheck(root, hosts, findings).run();
    new NetworkCheck(root, hosts, findings).run();
    new SettingsCheck(findings).run(root, hosts);
  }

  private void image() {
    Optional<Scalar> image = root.scalar(InventorySchema.IMAGE);
    if (image.isEmpty() || root.flag(InventorySchema.LAB)) {
      return;
    }
    ImageReference.parse(image.get().text())
        .movingPart()
        .ifPresent(why ->
            findings.add(
                Code.BAD_VALUE,
                image.get().position(),
                "`image` must name one fixed image, not `" + image.get().text() + "`",
                why,
                "give a version as its tag, such as `image: citusdata/citus:14.1.0`, or a"
                    + " digest; for a rehearsal add `lab: true`"));
  }

  private void paths() {
    CheckedSection paths = root.section(InventorySchema.PATHS);
    String program = paths.text(InventorySchema.PROGRAM) + "/";
    String data = paths.text(InventorySchema.DATA) + "/";
    if (program.startsWith(data) || data.startsWith(program)) {
      conflict(
          root.position(InventorySchema.PATHS),
          "one of `paths.program` and `paths.data` is inside the other",
          "configuration and data are kept apart, so that neither is ever taken for the other",
          "choose two folders side by side");
    }
  }

  private void clients() {
    String superuser = root.section(InventorySchema.POSTGRES).text(PostgresKeys.SUPERUSER);
    Optional<String> database = root.scalar(InventorySchema.DATABASE).map(Scalar::text);
    Set<List<String>> seen = new HashSet<>();
    SequencedMap<String, CheckedSection> byRole = new LinkedHashMap<>();
    for (CheckedSection client : root.items(InventorySchema.CLIENTS)) {
      client
          .scalar(ClientKeys.CLIENT_ROLE)
          .filter(role -> role.text().equals(superuser))
          .ifPresent(this::superuserAsClient);
      client
          .scalar(ClientKeys.CLIENT_DATABASE)
          .filter(given -> database.isPresent() && !given.text().equals(database.get()))
          .ifPresent(given -> otherDatabase(given, database.orElseThrow()));
      List<String> entry =
          client.mapping().entries().stream()
              .map(Value.Entry::value)
              .filter(Scalar.class::isInstance)
              .map(value -> ((Scalar) value).text())
              .toList();
      if (entry.size() == 3 && !seen.add(entry.stream().sorted().toList())) {
        conflict(
            client.mapping().position(),
            "the same client is listed twice",
            "",
            "remove one of the two");
      }
      password(client, byRole);
    }
  }

  /// A role may come from several networks, but it has one password.
  private void password(CheckedSection client, SequencedMap<String, CheckedSection> byRole) {
    Optional<String> role = client.scalar(ClientKeys.CLIENT_ROLE).map(Scalar::text);
    if (role.isEmpty() || client.isBroken(ClientKeys.CLIENT_PASSWORD)) {
      return;
    }
    CheckedSection first = byRole.putIfAbsent(role.get(), client);
    if (first != null && !source(first).equals(source(client))) {
      conflict(
          client.position(ClientKeys.CLIENT_PASSWORD),
          "the role `" + role.get() + "` has two passwords",
          "its password in line %d comes from elsewhere"
              .formatted(first.mapping().position().line()),
          "give the same source in both places");
    }
  }

  /// The source of a password without its places, for comparing.
  private static List<String> source(CheckedSection client) {
    return client.section(ClientKeys.CLIENT_PASSWORD).mapping().entries().stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.key()), texts(entry.value())))
        .toList();
  }

  private static Stream<String> texts(Value value) {
    return switch (value) {
      case Scalar scalar -> Stream.of(scalar.text());
      case Value.Sequence words -> words.items().stream().flatMap(ContradictionCheck::texts);
      case Value.Mapping _, Value.Broken _ -> Stream.of();
    };
  }

  private void superuserAsClient(Scalar role) {
    conflict(
        role.position(),
        "the superuser `" + role.text() + "` cannot be a client",
        "nobody logs in as superuser from outside; nodes and citus-deploy use certificates",
        "name a role of its own for the application, such as `role: app`");
  }

  private void otherDatabase(Scalar given, String database) {
    conflict(
        given.position(),
        "clients cannot open `" + given.text() + "`: the cluster's database is `" + database + "`",
        "a Citus cluster has one database",
        "write `database: " + database + "`");
  }

  private void coordinator() {
    HostDraft first = null;
    boolean anyUnknown = false;
    for (HostDraft host : hosts) {
      Optional<Role> role = host.role();
      anyUnknown |= role.isEmpty();
      if (role.isPresent() && role.get() == Role.COORDINATOR && first != null) {
        conflict(
            host.keys().position(ServerKeys.ROLE),
            "`" + host.name() + "` is a second coordinator",
            "`" + first.name() + "` in line " + first.at().line() + " is the first; there is one",
            "write `role: worker`");
      } else if (role.isPresent() && role.get() == Role.COORDINATOR) {
        first = host;
      }
    }
    if (first == null && !anyUnknown && !hosts.isEmpty()) {
      conflict(
          root.position(InventorySchema.HOSTS),
          "no host is the coordinator",
          "the coordinator holds the metadata and plans the queries",
          "give one host `role: coordinator`");
    }
  }

  private void conflict(Position where, String what, String why, String remedy) {
    findings.add(Code.CONFLICT, where, what, why, remedy);
  }
}
