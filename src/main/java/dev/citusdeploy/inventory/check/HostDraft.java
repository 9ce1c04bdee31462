package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.LoginKeys;
import dev.citusdeploy.inventory.schema.PostgresKeys;
import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.text.NetworkAddress;
import dev.citusdeploy.inventory.yaml.Position;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A host of the file with inherited values; parts may be missing while mistakes are still being
/// gathered.
///
/// @param name its name, one of those that a range stands for
/// @param at position of its key
/// @param keys its own keys
/// @param cluster the keys of the top level
public record HostDraft(String name, Position at, CheckedSection keys, CheckedSection cluster) {
  /// The hosts of a file in its order.
  public static List<HostDraft> of(CheckedSection root) {
    List<Entry> entries = root.section(InventorySchema.HOSTS).mapping().entries();
    return entries.stream()
        .map(
            entry -> new HostDraft(entry.key(), entry.at(), CheckedSection.of(entry.value()), root))
        .toList();
  }

  /// What SSH dials.
  public Optional<Scalar> address() {
    return keys.scalar(ServerKeys.ADDRESS).map(HostDraft::withoutBrackets);
  }

  /// What other nodes dial.
  public Optional<Scalar> advertised() {
    return keys.isBroken(ServerKeys.ADVERTISE)
        ? Optional.empty()
        : keys.scalar(ServerKeys.ADVERTISE).map(HostDraft::withoutBrackets).or(this::address);
  }

  /// The role of its nodes.
  public Optional<Role> role() {
    return keys.scalar(ServerKeys.ROLE)
        .map(role -> Role.valueOf(role.text().toUpperCase(Locale.ROOT)));
  }

  /// PostgreSQL's port of its first node.
  OptionalInt port() {
    CheckedSection postgres = cluster.section(InventorySchema.POSTGRES);
    if (keys.isBroken(ServerKeys.PORT) || postgres.isBroken(PostgresKeys.POSTGRES_PORT)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        keys.scalar(ServerKeys.PORT)
            .map(port -> Integer.parseInt(port.text()))
            .orElseGet(() -> postgres.whole(PostgresKeys.POSTGRES_PORT)));
  }

  /// The ports of its nodes, in their order; none while they are not known.
  public List<Integer> ports() {
    OptionalInt first = port();
    return first.isEmpty()
        ? List.of()
        : IntStream.range(0, nodeNames().size()).mapToObj(i -> first.getAsInt() + i).toList();
  }

  /// The names of its nodes, in their order.
  public List<String> nodeNames() {
    int count = keys.isBroken(ServerKeys.HOST_NODES) ? 1 : keys.whole(ServerKeys.HOST_NODES);
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> number == 1 ? name : name + "-" + number)
        .toList();
  }

  /// Further addresses it listens on.
  public List<Scalar> listen() {
    List<Scalar> texts =
        keys.has(ServerKeys.HOST_LISTEN)
            ? keys.scalars(ServerKeys.HOST_LISTEN)
            : cluster.scalars(InventorySchema.LISTEN);
    return texts.stream().map(HostDraft::withoutBrackets).toList();
  }

  /// Jump hosts before it.
  public List<Scalar> jump() {
    CheckedSection own = keys.section(ServerKeys.HOST_SSH);
    return own.has(LoginKeys.JUMP)
        ? own.scalars(LoginKeys.JUMP)
        : cluster.section(InventorySchema.SSH).scalars(LoginKeys.JUMP);
  }

  /// A key of `ssh`: the host's own value, otherwise the top level's.
  public Optional<Scalar> ssh(Key key) {
    return keys.section(ServerKeys.HOST_SSH)
        .scalar(key)
        .or(() -> cluster.section(InventorySchema.SSH).scalar(key));
  }

  /// A key of `ssh` as text, with the default of the schema.
  public String sshText(Key key) {
    return ssh(key)
        .map(Scalar::text)
        .orElseGet(() -> cluster.section(InventorySchema.SSH).text(key));
  }

  private static Scalar withoutBrackets(Scalar scalar) {
    return new Scalar(
        scalar.position(),
        NetworkAddress.withoutBrackets(scalar.text()),
        scalar.kind(),
        scalar.quoted());
  }
}
