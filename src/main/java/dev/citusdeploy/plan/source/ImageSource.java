package dev.citusdeploy.plan.source;

import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.action.PullImage;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import java.util.List;
import java.util.function.Function;

/// Fetches the cluster's image on hosts that lack it and are about to make a container.
public final class ImageSource implements StepSource {
  private final Situation situation;
  private final List<NodeNeeds> needs;
  private final Function<HostName, List<String>> known;

  /// A source for some nodes.
  ///
  /// @param needs of all nodes that steps may be planned for, in the inventory's order
  /// @param known ids and digests, one of which the image must have on a host; empty when any will
  ///   do
  public ImageSource(
      Situation situation, List<NodeNeeds> needs, Function<HostName, List<String>> known) {
    this.situation = situation;
    this.needs = needs;
    this.known = known;
  }

  @Override
  public void addTo(PlanDraft draft) {
    needs.stream()
        .filter(NodeNeeds::needsImage)
        .map(need -> need.node().node().host())
        .distinct()
        .filter(this::lacksImage)
        .forEach(host ->
            draft
                .onHost(
                    host,
                    new PullImage(situation.inventory().image(), known.apply(host)),
                    "the image is not there")
                .leadsTo(Milestone.imageOn(host))
                .add());
  }

  private boolean lacksImage(HostName host) {
    return !(situation.facts().hosts().get(host) instanceof HostFacts.Known known)
        || situation.image(known).isEmpty();
  }
}
