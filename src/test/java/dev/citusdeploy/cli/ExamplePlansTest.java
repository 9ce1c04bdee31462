package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.cli.session.GivenPasswords;
import dev.citusdeploy.cli.session.RenderingInputs;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.desired.DesiredStateRenderer;
import dev.citusdeploy.desired.PackagedTemplates;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.gather.FactsGatherer;
import dev.citusdeploy.facts.gather.FactsRequest;
import dev.citusdeploy.health.SameMachine;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.inventory.read.InventoryReader;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.CreateRole;
import dev.citusdeploy.plan.action.InitialiseData;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.plan.planner.Planner;
import dev.citusdeploy.postgres.ScramVerifier;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.secrets.ClusterSecrets;
import dev.citusdeploy.secrets.SecretsFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plans every example for servers that answer what a real, empty one answered.
final class ExamplePlansTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/dev/citusdeploy/inventory/facts-of-an-empty-server");

  /// When it was recorded, by its own clock.
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_795_348_769), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "one-machine, 3",
    "small, 3",
    "ranges, 25",
    "bastion, 3",
    "everything, 6",
  })
  void plansAWholeClusterOnEmptyServers(String example, int nodes) throws IOException {
    Inventory inventory =
        new InventoryReader(new Operator("anna", Path.of("/home/anna"), Map.of()))
            .read(Path.of("inventory/" + example + ".yml"));
    ClusterFacts facts = facts(inventory);
    assertThat(facts.known()).hasSameSizeAs(inventory.hosts());

    Plan plan = plan(inventory, facts);

    assertThat(plan.blockers()).isEmpty();
    assertThat(SameMachine.problems(inventory, facts)).isEmpty();
    assertThat(plan.steps().stream().map(Step::action).filter(InitialiseData.class::isInstance))
        .hasSize(nodes);
    assertThat(plan.steps().stream().map(Step::action).filter(StartNode.class::isInstance))
        .hasSize(nodes);
    assertThat(
            plan.steps().stream()
                .map(Step::action)
                .filter(AddNode.class::isInstance)
                .map(action -> ((AddNode) action).address())
                .distinct())
        .hasSize(nodes - 1);
    assertThat(plan.steps().stream().map(Step::action).filter(CreateRole.class::isInstance))
        .hasSize((int) inventory.clients().stream().map(Inventory.Client::role).distinct().count());
  }

  private static Plan plan(Inventory inventory, ClusterFacts facts) {
    List<String> roles =
        inventory.clients().stream().map(Inventory.Client::role).distinct().toList();
    ClusterSecrets secrets =
        SecretsFactory.generate(inventory.cluster(), roles, new SecureRandom(), Clock.systemUTC());
    SequencedMap<String, Secret> given = new LinkedHashMap<>();
    inventory.clients().stream()
        .filter(client -> client.password() != null)
        .forEach(client -> given.put(client.role(), Secret.of("given")));
    DesiredState desired =
        new DesiredStateRenderer(new PackagedTemplates())
            .render(
                inventory,
                RenderingInputs.of(inventory, secrets, new GivenPasswords(null, given)),
                RenderingInputs.traits(inventory, facts));
    return new Planner(ScramVerifier::matches).plan(desired, facts);
  }

  private static ClusterFacts facts(Inventory inventory) throws IOException {
    String recorded = Files.readString(RECORDED);
    FactsGatherer gatherer = new FactsGatherer(new FanOut(1), CLOCK, Duration.ofSeconds(1));
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      hosts.put(
          host.name(),
          gatherer.gather(
              new RecordedHost(host, recorded, inventory), FactsRequest.of(inventory, host)));
    }
    return new ClusterFacts(hosts, new CatalogFacts.NotRunning());
  }

  /// Says what the recorded server said, with the names of this one.
  private record RecordedHost(Host host, String recorded, Inventory inventory)
      implements RemoteHost {
    @Override
    public HostName name() {
      return host.name();
    }

    @Override
    public Answer run(Script script) {
      if (!script.title().equals("gather facts")) {
        // No container of another and no one at the ports.
        return new Answer(0, "end\n", "");
      }
      String nodes =
          host.nodes().stream()
              .map(node -> "data " + node.name() + "\naccess absent\n")
              .collect(Collectors.joining());
      String machine = inventory.sameMachine() ? "the-one" : "of-" + host.name();
      return new Answer(
          0,
          recorded
              .replace("data pg-w1\naccess absent\n", nodes)
              .replaceFirst("machine-id .*", "machine-id " + machine),
          "");
    }

    @Override
    public boolean hold(String file) {
      throw new AssertionError("planning takes no lock");
    }

    @Override
    public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream connect(String address, int port) {
      throw new AssertionError("planning connects to nothing");
    }

    @Override
    public void close() {}
  }
}
