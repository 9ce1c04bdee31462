package dev.citusdeploy.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.catalog.AdvertisedFallback;
import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the coordinator is asked when nothing answers at its server's `localhost`.
final class AdvertisedFallbackTest {
  private static final NodeAddress LOCAL = new NodeAddress("localhost", 5432);
  private static final String ADVERTISED = "10.0.0.1";

  private final RemoteHost host = new LocalShellHost("c1", List.of("sh"));
  private final Map<String, Problem> problems = new LinkedHashMap<>();
  private final List<String> tried = new ArrayList<>();
  private final AdvertisedFallback connector = new AdvertisedFallback(new Asked(), ADVERTISED);

  @Test
  void localhostIsEnoughWhereItAnswers() {
    connector.connect(host, LOCAL).close();
    connector.connect(host, LOCAL, Duration.ofSeconds(9)).close();
    assertThat(tried).containsExactly("localhost:5432", "localhost:5432");
  }

  @ParameterizedTest
  @CsvSource({"tunnel-refused,STEP_FAILED", "connection-lost,UNREACHABLE"})
  void theAdvertisedAddressIsTriedWhereNothingAnswersAtLocalhost(String code, Problem.Kind kind) {
    problems.put("localhost", problem(code, kind));
    connector.connect(host, LOCAL).close();
    connector.connect(host, LOCAL, Duration.ofSeconds(9)).close();
    assertThat(tried)
        .containsExactly("localhost:5432", "10.0.0.1:5432", "localhost:5432", "10.0.0.1:5432");
  }

  @Test
  void whatIsWrongAtLocalhostIsReportedWhereNeitherAnswers() {
    problems.put("localhost", problem("tunnel-refused", Problem.Kind.STEP_FAILED));
    problems.put(ADVERTISED, problem("catalog-login-refused", Problem.Kind.STEP_FAILED));
    assertThat(problemCode(LOCAL)).isEqualTo("tunnel-refused");
    assertThat(tried).hasSize(2);
  }

  /// Somebody answered there, and another address would be another answer to the same question.
  @Test
  void aServerThatAnsweredIsAskedNowhereElse() {
    problems.put("localhost", problem("catalog-login-refused", Problem.Kind.STEP_FAILED));
    assertThat(problemCode(LOCAL)).isEqualTo("catalog-login-refused");
    problems.put("172.17.0.1", problem("tunnel-refused", Problem.Kind.STEP_FAILED));
    assertThat(problemCode(new NodeAddress("172.17.0.1", 5432))).isEqualTo("tunnel-refused");
    assertThat(tried).containsExactly("localhost:5432", "172.17.0.1:5432");
  }

  @Test
  void aLimitThatHasPassedIsNotBegunAnew() {
    problems.put("localhost", problem("tunnel-refused", Problem.Kind.STEP_FAILED));
    var thrown =
        catchThrowableOfType(
            ProblemException.class, () -> connector.connect(host, LOCAL, Duration.ofMillis(900)));
    assertThat(thrown.problems().getFirst().code()).isEqualTo("tunnel-refused");
    assertThat(tried).hasSize(1);
  }

  private String problemCode(NodeAddress address) {
    return catchThrowableOfType(ProblemException.class, () -> connector.connect(host, address))
        .problems()
        .getFirst()
        .code();
  }

  private static Problem problem(String code, Problem.Kind kind) {
    return new Problem(new ProblemCode(code, kind, "", ""), "what", "c1", "why", "next");
  }

  /// Answers everywhere but where a problem is.
  private final class Asked implements CatalogConnector {
    @Override
    public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address) {
      tried.add(address.toString());
      Problem problem = problems.get(address.host());
      if (problem != null) {
        throw new ProblemException(problem);
      }
      return new FakeCatalog();
    }

    @Override
    public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit) {
      assertThat(limit).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(9));
      return connect(coordinatorHost, address);
    }
  }
}
