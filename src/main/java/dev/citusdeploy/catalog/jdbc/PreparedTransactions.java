package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Distinguishes prepared transactions that Citus may have made from those of others. Every client
/// can prepare a transaction under any name.
final class PreparedTransactions {
  /// Names given by Citus: group and process that began it, number of the distributed transaction,
  /// number of the connection (`Assign2PCIdentifier` in its sources). Recovery on the node of that
  /// group finishes transactions with such a name; nothing finishes those of unknown groups.
  private static final Pattern OF_CITUS =
      Pattern.compile("citus_([0-9]{1,9})_[0-9]+_[0-9]+_[0-9]+");

  private PreparedTransactions() {}

  /// Reads a record of [NodeSql#PREPARED].
  ///
  /// @param groups `groupid` of all nodes of the catalog
  static PreparedTransaction read(NodeSql.Cells cells, Set<Integer> groups) {
    Matcher name = OF_CITUS.matcher(cells.get(1));
    boolean ofCitus = name.matches() && groups.contains(Integer.valueOf(name.group(1)));
    Duration age = Duration.ofSeconds(Math.clamp(cells.number(4), 0, Integer.MAX_VALUE));
    return new PreparedTransaction(cells.get(1), cells.get(2), cells.get(3), age, ofCitus);
  }
}
