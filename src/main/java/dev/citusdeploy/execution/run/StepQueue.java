package dev.citusdeploy.execution.run;

import dev.citusdeploy.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The steps that are not begun yet, by what they still wait for. Not thread-safe.
final class StepQueue {
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, List<Step>> followers = new HashMap<>();
  private final Map<String, Integer> missing = new HashMap<>();
  private final TreeMap<Integer, Step> waiting = new TreeMap<>();
  private final TreeMap<Integer, Step> ready = new TreeMap<>();

  /// @throws IllegalArgumentException when an id occurs twice, or a step waits for one that does
  ///   not come before it
  StepQueue(List<Step> steps) {
    for (Step step : steps) {
      for (String id : step.after()) {
        if (!index.containsKey(id)) {
          throw new IllegalArgumentException(step.id() + " waits for " + id + ", not before it");
        }
        followers.computeIfAbsent(id, _ -> new ArrayList<>()).add(step);
      }
      int position = index.size();
      if (index.put(step.id(), position) != null) {
        throw new IllegalArgumentException("two steps " + step.id());
      }
      missing.put(step.id(), step.after().size());
      (step.after().isEmpty() ? ready : waiting).put(position, step);
    }
  }

  /// Takes the first step that waits for nothing; null when there is none now.
  @Nullable Step poll() {
    Map.Entry<Integer, Step> first = ready.pollFirstEntry();
    return first == null ? null : first.getValue();
  }

  /// Lets go what waited for this step only.
  void succeeded(Step step) {
    for (Step follower : followers.getOrDefault(step.id(), List.of())) {
      int left = missing.merge(follower.id(), -1, Integer::sum);
      if (left == 0 && waiting.remove(position(follower)) != null) {
        ready.put(position(follower), follower);
      }
    }
  }

  /// All steps that are not begun, in the plan's order.
  List<Step> waiting() {
    TreeMap<Integer, Step> all = new TreeMap<>(waiting);
    all.putAll(ready);
    return List.copyOf(all.values());
  }

  /// All steps that wait for a step, directly or not, in the plan's order.
  List<Step> dependents(Step step) {
    Set<String> gone = new HashSet<>(Set.of(step.id()));
    List<Step> found = new ArrayList<>();
    for (Step other : waiting.values()) {
      if (other.after().stream().anyMatch(gone::contains)) {
        gone.add(other.id());
        found.add(other);
      }
    }
    return found;
  }

  /// Takes a step out for good; false when it is not waiting.
  boolean drop(Step step) {
    Step waited = waiting.remove(position(step));
    Step stood = ready.remove(position(step));
    return waited != null || stood != null;
  }

  private int position(Step step) {
    Integer position = index.get(step.id());
    if (position == null) {
      throw new IllegalArgumentException("no step of this run: " + step.id());
    }
    return position;
  }
}
