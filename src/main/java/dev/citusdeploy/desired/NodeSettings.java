package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.postgres.ConnectionLimits;
import dev.citusdeploy.postgres.SettingQuoting;
import dev.citusdeploy.postgres.SettingType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// PostgreSQL settings of one node that depend on the inventory.
///
/// @param listen value of `listen_addresses`
/// @param preload libraries to preload, `citus` first
/// @param maxConnections connections a server accepts
/// @param reservedConnections how many of them only superusers may take
/// @param maxPreparedTransactions the value that Citus derives when it isn't set
/// @param own the inventory's settings, without those merged into the other fields
record NodeSettings(
    String listen,
    String preload,
    int maxConnections,
    int reservedConnections,
    int maxPreparedTransactions,
    SequencedMap<String, String> own) {
  private static final String PRELOAD = "shared_preload_libraries";

  /// Settings that this program's other files and checks depend on.
  private static final List<String> RESERVED =
      List.of(
          "config_file",
          "data_directory",
          "hba_file",
          "ident_file",
          "port",
          "ssl",
          "ssl_ca_file",
          "ssl_cert_file",
          "ssl_key_file",
          "wal_level");

  /// Copies nothing: the map is made here.
  static NodeSettings of(Inventory inventory, Node node) {
    checkNames(inventory, node);
    SequencedMap<String, String> own = new LinkedHashMap<>();
    node.settings().forEach((name, value) -> own.put(name.toLowerCase(Locale.ROOT), value));
    String libraries = own.containsKey(PRELOAD) ? own.remove(PRELOAD) : "";
    int connections = connections(own);
    return new NodeSettings(
        ListenAddresses.setting(inventory, node),
        preload(libraries),
        connections,
        ConnectionLimits.reserved(connections),
        2 * connections,
        own);
  }

  private static void checkNames(Inventory inventory, Node node) {
    List<Problem> problems = new ArrayList<>();
    for (String name : node.settings().keySet()) {
      if (!SettingQuoting.isName(name)) {
        problems.add(problem(inventory, node, "'" + name + "' cannot be the name of a setting"));
      } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        problems.add(
            problem(inventory, node, "'" + name + "' is set by citus-deploy and can't be changed"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static Problem problem(Inventory inventory, Node node, String what) {
    return new Problem(
        DesiredProblemCodes.SETTING_REFUSED,
        what,
        inventory.file() + ", node " + node.name(),
        "",
        "remove it from the settings");
  }

  /// `citus` refuses to be loaded after another library that hooks into the planner.
  private static String preload(String libraries) {
    Stream<String> others =
        Stream.of(libraries.split(","))
            .map(String::strip)
            .filter(library -> !library.isEmpty() && !library.equals("citus"));
    return Stream.concat(Stream.of("citus"), others).collect(Collectors.joining(", "));
  }

  private static int connections(SequencedMap<String, String> own) {
    return SettingType.count(own.getOrDefault("max_connections", ""))
        .orElse(ConnectionLimits.USUAL);
  }
}
