package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Value.Entry;
import dev.citusdeploy.inventory.Value.Scalar;
import dev.citusdeploy.model.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A host as the file gives it, with what it inherits; parts may be missing while mistakes are
/// still being gathered.
///
/// @param name its key
/// @param at where its key stands
/// @param keys its own keys
/// @param cluster the keys of the top level
record HostDraft(String name, Position at, Checked keys, Checked cluster) {
  /// The hosts of a file in its order.
  static List<HostDraft> of(Checked root) {
    List<Entry> entries = root.section(InventorySchema.HOSTS).mapping().entries();
    return entries.stream()
        .map(entry -> new HostDraft(entry.key(), entry.at(), Checked.of(entry.value()), root))
        .toList();
  }

  /// What SSH dials.
  Optional<Scalar> address() {
    return keys.scalar(InventorySchema.ADDRESS);
  }

  /// What other nodes dial.
  Optional<Scalar> advertised() {
    return keys.isBroken(InventorySchema.ADVERTISE)
        ? Optional.empty()
        : keys.scalar(InventorySchema.ADVERTISE).or(this::address);
  }

  /// What its node is for.
  Optional<Role> role() {
    return keys.scalar(InventorySchema.ROLE)
        .map(role -> Role.valueOf(role.text().toUpperCase(Locale.ROOT)));
  }

  /// PostgreSQL's port.
  OptionalInt port() {
    Checked postgres = cluster.section(InventorySchema.POSTGRES);
    if (keys.isBroken(InventorySchema.PORT) || postgres.isBroken(InventorySchema.POSTGRES_PORT)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        keys.scalar(InventorySchema.PORT)
            .map(port -> Integer.parseInt(port.text()))
            .orElseGet(() -> postgres.whole(InventorySchema.POSTGRES_PORT)));
  }

  /// A key of `ssh`: the host's own value, else the top level's.
  Optional<Scalar> ssh(Key key) {
    return keys.section(InventorySchema.HOST_SSH)
        .scalar(key)
        .or(() -> cluster.section(InventorySchema.SSH).scalar(key));
  }

  /// A key of `ssh` as text, with the default of the schema.
  String sshText(Key key) {
    return ssh(key)
        .map(Scalar::text)
        .orElseGet(() -> cluster.section(InventorySchema.SSH).text(key));
  }
}
