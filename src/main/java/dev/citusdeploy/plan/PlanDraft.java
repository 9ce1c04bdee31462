package dev.citusdeploy.plan;

import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The steps of a plan that is being made. Sources add steps one after the other, each behind all
/// that it waits for. Not thread-safe.
public final class PlanDraft {
  private final SequencedMap<String, Step> steps = new LinkedHashMap<>();
  private final Map<Milestone, String> reached = new HashMap<>();
  private final Map<String, Set<Milestone>> required = new HashMap<>();

  /// Begins a step about a whole host, with the id `<host>/<word>`.
  public NewStep onHost(HostName host, Action action, String reason) {
    return new NewStep(host + "/" + action.word(), host, null, action, reason);
  }

  /// Begins a step about a node, on its host, with the id `<node>/<word>`.
  public NewStep onNode(Node node, Action action, String reason) {
    return new NewStep(node.name() + "/" + action.word(), node.host(), node.name(), action, reason);
  }

  /// Begins a step in the catalog, which is the coordinator's.
  ///
  /// @param id of the step
  /// @param node the node that it is about; null for the whole cluster
  public NewStep inCatalog(
      String id, Node coordinator, @Nullable NodeName node, Action action, String reason) {
    return new NewStep(id, coordinator.host(), node, action, reason);
  }

  /// The steps so far, in the order in which they may be done one by one.
  public List<Step> steps() {
    return List.copyOf(steps.values());
  }

  /// Id of the last step that leads to a milestone; empty when it is reached already.
  public List<String> stepsTo(Milestone milestone) {
    String id = reached.get(milestone);
    return id == null ? List.of() : List.of(id);
  }

  /// Whether a step leads to a milestone.
  public boolean leadsTo(Milestone milestone) {
    return reached.containsKey(milestone);
  }

  /// Milestones that must be reached when a step begins, by steps of this plan or without any.
  public Set<Milestone> requiredBy(Step step) {
    return required.getOrDefault(step.id(), Set.of());
  }

  /// Ids of the steps that no other step waits for, in the order of the plan.
  public List<String> lastSteps() {
    SequencedSet<String> last = new LinkedHashSet<>(steps.sequencedKeySet());
    steps.values().forEach(step -> step.after().forEach(last::remove));
    return List.copyOf(last);
  }

  /// A step that is being described; [#add] puts it into the plan.
  public final class NewStep {
    private final String id;
    private final HostName host;
    private final @Nullable NodeName node;
    private final Action action;
    private final String reason;
    private final SequencedSet<String> after = new LinkedHashSet<>();
    private final Set<Milestone> requires = new LinkedHashSet<>();
    private final List<Milestone> leadsTo = new ArrayList<>();
    private Precondition precondition = new Precondition.None();

    private NewStep(
        String id, HostName host, @Nullable NodeName node, Action action, String reason) {
      this.id = id;
      this.host = host;
      this.node = node;
      this.action = action;
      this.reason = reason;
    }

    /// Lets it begin only while what it was planned on is still so.
    public NewStep plannedOn(Precondition precondition) {
      this.precondition = precondition;
      return this;
    }

    /// Lets it wait for the steps that lead to a milestone so far.
    public NewStep after(Milestone milestone) {
      return after(stepsTo(milestone));
    }

    /// Lets it wait for steps.
    public NewStep after(Collection<String> ids) {
      after.addAll(ids);
      return this;
    }

    /// Requires a milestone, whether or not a step of this plan leads to it: a plan that is limited
    /// to a part of the cluster is refused when something outside of that part must come first.
    public NewStep requires(Milestone milestone) {
      requires.add(milestone);
      return this;
    }

    /// States that it leads to a milestone. Steps that are added later and wait for the milestone
    /// wait for this step; it replaces any earlier one.
    public NewStep leadsTo(Milestone milestone) {
      leadsTo.add(milestone);
      return this;
    }

    /// Adds it to the plan.
    ///
    /// @return its id
    /// @throws IllegalStateException when there is a step of that id already
    public String add() {
      Step step = new Step(id, host, node, action, reason, List.copyOf(after), precondition);
      if (steps.putIfAbsent(id, step) != null) {
        throw new IllegalStateException("two steps " + id);
      }
      required.put(id, Set.copyOf(requires));
      leadsTo.forEach(milestone -> reached.put(milestone, id));
      return id;
    }
  }
}
