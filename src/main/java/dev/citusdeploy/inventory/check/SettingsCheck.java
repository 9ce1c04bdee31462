package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.check.SettingRules.Owned;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.PostgresKeys;
import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.postgres.ServerVersions;
import dev.citusdeploy.postgres.SettingCatalog;
import dev.citusdeploy.postgres.SettingLookup.Elsewhere;
import dev.citusdeploy.postgres.SettingLookup.Known;
import dev.citusdeploy.postgres.SettingLookup.Unknown;
import dev.citusdeploy.postgres.SettingValue.Invalid;
import dev.citusdeploy.postgres.SettingValue.Valid;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Refuses PostgreSQL settings that the server would not accept, that citus-deploy writes itself,
/// or with which Citus does not work. Every mistake is reported at its position.
public final class SettingsCheck {
  private final SettingCatalog catalog = SettingCatalog.packaged();
  private final InventoryProblems findings;

  SettingsCheck(InventoryProblems findings) {
    this.findings = findings;
  }

  /// Checks the settings of the cluster, of each role and of every host.
  void run(CheckedSection root, List<HostDraft> hosts) {
    ServerVersions versions =
        root.scalar(InventorySchema.IMAGE)
            .map(image -> ServerVersions.ofImage(image.text()))
            .orElse(ServerVersions.UNKNOWN);
    boolean lab = root.flag(InventorySchema.LAB);
    check(new Layer(ofCluster(root), EnumSet.allOf(Role.class), versions, lab));
    for (Role role : Role.values()) {
      check(new Layer(ofRole(root, role), EnumSet.of(role), versions, lab));
    }
    for (HostDraft host : hosts) {
      Set<Role> roles = host.role().map(EnumSet::of).orElse(EnumSet.noneOf(Role.class));
      check(new Layer(ofHost(host), roles, versions, lab));
    }
    new SettingRelations(catalog, host -> layers(root, host), findings).run(hosts);
  }

  private static CheckedSection ofCluster(CheckedSection root) {
    return root.section(InventorySchema.POSTGRES).section(PostgresKeys.POSTGRES_SETTINGS);
  }

  private static CheckedSection ofRole(CheckedSection root, Role role) {
    Key key =
        switch (role) {
          case COORDINATOR -> PostgresKeys.COORDINATOR_ONLY;
          case WORKER -> PostgresKeys.WORKER_ONLY;
        };
    return root.section(InventorySchema.POSTGRES).section(key).section(PostgresKeys.ROLE_SETTINGS);
  }

  /// All settings of a host; later ones win.
  private static List<CheckedSection> layers(CheckedSection root, HostDraft host) {
    return Stream.of(
            Stream.of(ofCluster(root)),
            host.role().map(role -> ofRole(root, role)).stream(),
            Stream.of(ofHost(host)))
        .flatMap(layer -> layer)
        .toList();
  }

  private static CheckedSection ofHost(HostDraft host) {
    return host.keys().section(ServerKeys.HOST_SETTINGS);
  }

  /// Settings in one place.
  ///
  /// @param roles whose nodes they are for; none when that is not known
  private record Layer(
      CheckedSection settings, Set<Role> roles, ServerVersions versions, boolean lab) {}

  private void check(Layer layer) {
    for (Entry entry : layer.settings().mapping().entries()) {
      Optional<Owned> owned =
          SettingRules.OWNED.stream().filter(rule -> rule.covers(entry.key())).findFirst();
      if (owned.isPresent()) {
        refuse(entry, owned.get());
      } else if (entry.value() instanceof Scalar value) {
        check(entry, value, layer);
      }
    }
  }

  private void check(Entry entry, Scalar value, Layer layer) {
    switch (catalog.find(entry.key(), layer.versions())) {
      case Unknown unknown -> unknownName(entry, unknown);
      case Elsewhere elsewhere -> elsewhere(entry, elsewhere);
      case Known known when known.isInternal() -> internal(entry);
      case Known known -> {
        switch (known.read(value.text())) {
          case Invalid invalid -> badValue(entry, value, invalid);
          case Valid valid -> rules(entry, value, valid.normal(), layer);
        }
      }
    }
  }

  private void refuse(Entry entry, Owned owned) {
    findings.add(
        Code.CONFLICT,
        entry.at(),
        "the setting `" + entry.key() + "` cannot be given",
        "citus-deploy writes it itself: " + owned.why(),
        owned.remedy().isEmpty() ? "remove it" : owned.remedy());
  }

  private void internal(Entry entry) {
    findings.add(
        Code.CONFLICT,
        entry.at(),
        "the setting `" + entry.key() + "` cannot be given",
        "it only reports how the server was built or is running",
        "remove it");
  }

  private void unknownName(Entry entry, Unknown unknown) {
    Optional<String> near = Suggestion.nearest(entry.key(), unknown.names());
    if (near.isPresent() || unknown.certain()) {
      findings.add(
          Code.BAD_VALUE,
          entry.at(),
          "there is no setting `" + entry.key() + "`",
          "neither PostgreSQL nor Citus has one of that name",
          near.map(name -> "did you mean `" + name + "`?").orElse("remove it"));
    }
  }

  private void elsewhere(Entry entry, Elsewhere elsewhere) {
    findings.add(
        Code.BAD_VALUE,
        entry.at(),
        "the image has no setting `" + entry.key() + "`",
        "it " + elsewhere.why(),
        "remove it, or choose another `image`");
  }

  private void badValue(Entry entry, Scalar value, Invalid invalid) {
    Optional<String> meant =
        invalid.meant().isEmpty()
            ? Suggestion.nearest(value.text(), invalid.words())
            : Optional.of(invalid.meant());
    findings.add(
        Code.BAD_VALUE,
        value.position(),
        "`" + entry.key() + "` cannot be `" + value.text() + "`",
        entry.key() + " " + invalid.rule(),
        meant.map(word -> "did you mean `" + word + "`?").orElse("correct it, or remove it"));
  }

  private void rules(Entry entry, Scalar value, String normal, Layer layer) {
    String name = entry.key();
    SettingRules.FIXED.stream()
        .filter(fixed -> fixed.name().equals(name) && !fixed.value().equals(normal))
        .forEach(fixed ->
            conflict(
                value,
                "`" + name + "` can only be `" + fixed.value() + "`",
                fixed.why(),
                "remove it: it is `" + fixed.value() + "` anyway"));
    SettingRules.RISKS.stream()
        .filter(risk -> risk.name().equals(name) && risk.value().equals(normal) && !layer.lab())
        .forEach(risk ->
            conflict(
                value,
                "`" + name + "` cannot be `" + value.text() + "`",
                risk.why(),
                "remove it; for a rehearsal add `lab: true`"));
    SettingRules.FLOORS.stream()
        .filter(floor -> floor.name().equals(name))
        .forEach(floor -> floor(value, floor, normal, layer.roles()));
    SettingRules.ONE_ROLE.stream()
        .filter(one -> one.name().equals(name))
        .filter(one -> !layer.roles().isEmpty() && !layer.roles().contains(one.role()))
        .forEach(one ->
            findings.add(
                Code.CONFLICT,
                entry.at(),
                "`" + name + "` has no effect on " + SettingRules.otherThan(one.role()),
                one.why(),
                "move it to the " + one.role().word() + ", or to `postgres.settings`"));
  }

  private void floor(Scalar value, SettingRules.Floor floor, String normal, Set<Role> roles) {
    int least = roles.stream().mapToInt(floor::least).max().orElse(0);
    if (Double.parseDouble(normal) < least) {
      conflict(
          value,
          "`" + floor.name() + "` must be at least " + least + ", not `" + value.text() + "`",
          floor.why(),
          "write `" + floor.name() + ": " + least + "`, or remove it");
    }
  }

  private void conflict(Scalar value, String what, String why, String remedy) {
    findings.add(Code.CONFLICT, value.position(), what, why, remedy);
  }

  /// The part of the reference page on settings.
  public static String markdown() {
    return SettingRules.markdown();
  }
}
