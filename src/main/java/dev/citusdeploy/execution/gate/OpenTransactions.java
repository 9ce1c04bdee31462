package dev.citusdeploy.execution.gate;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.NodeReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The prepared transactions of the first query that are still there. A busy cluster always has
/// young ones, so those that came later do not count.
final class OpenTransactions {
  private static final Duration USUAL_RECOVERY = Duration.ofMinutes(1);

  /// The interval that a node reports must not decide how long a run waits.
  private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(5);

  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final int SHOWN = 3;

  private @Nullable SequencedMap<Key, Open> left;
  private Duration recovery = Duration.ZERO;
  private boolean held;
  private int looks;

  /// A prepared transaction on a node.
  ///
  /// @param node where it waits
  /// @param id its global name, which whoever prepared it chose; for people
  record Open(NodeAddress node, String id, Duration age) {
    Open {
      id = ForeignText.line(id);
    }

    @Override
    public String toString() {
      return ForeignText.inline(id) + " on " + node + ", " + age.toSeconds() + " s old";
    }
  }

  /// A name may be used again: the number distinguishes a later transaction from the first.
  private record Key(NodeAddress node, String id, String transaction) {}

  /// Adds the result of another query. What a node that does not answer holds is not known, and
  /// counts as before.
  void see(ClusterReadiness now) {
    looks++;
    SequencedMap<Key, Open> found = new LinkedHashMap<>();
    for (NodeReadiness node : now.nodes()) {
      if (!node.answers()) {
        continue;
      }
      held |= !node.recovery().isPositive();
      recovery = recovery.compareTo(node.recovery()) > 0 ? recovery : node.recovery();
      for (PreparedTransaction one : node.prepared()) {
        found.put(
            new Key(node.address(), one.id(), one.transaction()),
            new Open(node.address(), one.id(), one.age()));
      }
    }
    if (left == null) {
      left = found;
    } else {
      left.keySet().retainAll(known(now, found));
    }
  }

  private List<Key> known(ClusterReadiness now, SequencedMap<Key, Open> found) {
    List<NodeAddress> silent =
        now.nodes().stream().filter(node -> !node.answers()).map(NodeReadiness::address).toList();
    List<Key> keys = new ArrayList<>(found.keySet());
    if (left != null) {
      left.keySet().stream().filter(key -> silent.contains(key.node())).forEach(keys::add);
    }
    return keys;
  }

  /// Whether none is left.
  boolean isEmpty() {
    return left().isEmpty();
  }

  /// Those that are left, with their age at the first query.
  List<Open> left() {
    return left == null ? List.of() : List.copyOf(left.values());
  }

  /// How long to wait for them: twice as long as Citus takes to finish what a node left behind.
  Duration patience() {
    Duration interval = recovery.isPositive() ? recovery : USUAL_RECOVERY;
    return (interval.compareTo(LONGEST_RECOVERY) > 0 ? LONGEST_RECOVERY : interval)
        .multipliedBy(2)
        .plus(MARGIN);
  }

  /// Whether a pass of recovery would help now: once, where some are older than the last query, and
  /// nobody has switched recovery off.
  boolean mayBeHurried() {
    return looks == 2 && !isEmpty() && !held;
  }

  /// Some of them, for one line.
  String words() {
    List<Open> open = left();
    return ForeignText.inline(open.stream().limit(SHOWN).map(Open::id).toList())
        + (open.size() > SHOWN ? " and " + (open.size() - SHOWN) + " more" : "");
  }
}
