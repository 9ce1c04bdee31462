package dev.citusdeploy.execution.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.FakeCatalog;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Statements of steps that get no answer, in a catalog in memory.
final class CatalogSessionTest {
  private static final Problem LATE =
      new Problem(
          new ProblemCode(CitusCatalog.NO_ANSWER, Problem.Kind.STEP_FAILED, "", ""),
          "registering w2 got no answer in time",
          "c1",
          "",
          "");

  private final FakeCatalog catalog = new FakeCatalog();
  private final DesiredState desired = ClusterSketch.of(3).desired();
  private CatalogSession session = session();

  private CatalogSession session() {
    SequencedMap<HostName, RemoteHost> hosts = new LinkedHashMap<>();
    for (Host host : desired.inventory().hosts()) {
      hosts.put(host.name(), new LocalShellHost(host.name().value(), List.of("sh")));
    }
    return new CatalogSession(
        new ExecutionContext(
            desired.inventory(),
            hosts,
            catalog,
            desired.inventory().addressOnHost(desired.inventory().coordinator()),
            new RunIdentity("run", "anna@laptop", "apply shop.yml"),
            new ExecutionContext.Limits(
                64,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ZERO),
            InstantSource.system(),
            null));
  }

  @BeforeEach
  void register() {
    catalog.setCoordinatorHost(address(0));
    catalog.addNode(address(1));
    catalog.calls.clear();
  }

  @Test
  void theNodeThatDoesNotAnswerIsNamed() {
    catalog.hanging.add(address(1));
    Problem problem = failure(add(2)).problems().getFirst();
    assertThat(problem.code()).isEqualTo("node-silent");
    assertThat(problem.what())
        .isEqualTo("w1 does not answer SQL: registering w2 got no answer in time");
    assertThat(problem.where()).isEqualTo("host w1, node w1");
    assertThat(problem.remedy()).contains("docker restart shop-w1", "run the same command again");
  }

  @Test
  void theNodeThatIsToBeRegisteredIsAskedToo() {
    catalog.hanging.addAll(List.of(address(2), address(3)));
    assertThat(failure(add(2)).problems())
        .extracting(Problem::where)
        .containsExactly("host w2, node w2");
  }

  @Test
  void aCoordinatorThatDoesNotAnswerIsNamed() {
    catalog.refusesSessions = true;
    assertThat(failure(add(2)).problems())
        .singleElement()
        .returns("host c1, node c1", Problem::where)
        .returns(
            "the coordinator c1 does not answer SQL: registering w2 got no answer in time",
            Problem::what);
  }

  @Test
  void whereAllAnswerTheStatementsOwnWordsStand() {
    assertThat(failure(add(2)).problems()).containsExactly(LATE);
  }

  @Test
  void aLookThatGotNoAnswerIsRepeatedInANewSession() {
    List<String> looks = new ArrayList<>();
    String said =
        session.read(
            Duration.ofSeconds(10),
            open -> {
              looks.add("look");
              if (looks.size() == 1) {
                throw new ProblemException(LATE);
              }
              return "well";
            });
    assertThat(said).isEqualTo("well");
    assertThat(catalog.calls).filteredOn(call -> call.startsWith("connect")).hasSize(2);
  }

  @Test
  void everythingInItHasALimit() {
    session.change(add(2), _ -> true);
    session.read(Duration.ofSeconds(8), _ -> true);
    assertThat(catalog.limits)
        .containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(4));
  }

  private ProblemException failure(Step step) {
    return catchThrowableOfType(
        ProblemException.class,
        () ->
            session.change(
                step,
                _ -> {
                  throw new ProblemException(LATE);
                }));
  }

  private NodeAddress address(int node) {
    return desired.nodes().get(node).node().address();
  }

  private Step add(int node) {
    return new Step(
        "c1/add-node", new HostName("c1"), null, new AddNode(address(node)), "new", List.of());
  }
}
