package dev.citusdeploy.catalog.jdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ConnectProblemsTest {
  private static final Endpoint COORDINATOR =
      new Endpoint(
          new HostName("pg-c"),
          new SqlServer(
              "the coordinator",
              new NodeAddress("10.0.0.10", 5432),
              "10.0.0.10",
              ShellCommand.of("ssh root@10.0.0.10 'docker logs --tail 100 shop-pg-c'")));

  @ParameterizedTest
  @EnumSource(
      value = Problem.Kind.class,
      names = {"UNREACHABLE", "STEP_FAILED"})
  void keepsTheKindOfAFailedTunnel(Problem.Kind kind) {
    var tunnel =
        new Problem(
            new ProblemCode("tunnel", kind, "", ""), "no tunnel", "c", "sshd says no", "allow it");

    Problem problem = ConnectProblems.of(COORDINATOR, true, wrapped(new ProblemException(tunnel)));

    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.code()).isEqualTo("tunnel");
    assertThat(problem.where()).as("the host, not an address on it").isEqualTo("c");
    assertThat(problem.what()).isEqualTo("the coordinator cannot be asked: no tunnel");
    assertThat(problem.why()).isEqualTo("sshd says no");
    assertThat(problem.remedy()).isEqualTo("allow it");
  }

  @Test
  void passesAnInterruptOnAsItIs() {
    var interrupt =
        new Problem(
            new ProblemCode("interrupted", Problem.Kind.INTERRUPTED, "", ""),
            "cut",
            "c",
            "",
            "again");

    assertThat(ConnectProblems.of(COORDINATOR, true, wrapped(new ProblemException(interrupt))))
        .isEqualTo(interrupt);
  }

  @ParameterizedTest
  @CsvSource({
    "08001, catalog-unreachable, UNREACHABLE",
    "08006, catalog-unreachable, UNREACHABLE",
    "53300, catalog-too-many-clients, STEP_FAILED",
    "XX000, catalog-connect-failed, STEP_FAILED",
    "57P03, catalog-not-ready, STEP_FAILED",
    "28000, catalog-login-refused, STEP_FAILED",
    "3D000, catalog-no-database, STEP_FAILED"
  })
  void distinguishesAServerThatIsNotReachedFromOneThatRefuses(
      String state, String code, Problem.Kind kind) {
    Problem problem = ConnectProblems.of(COORDINATOR, true, new SQLException("no", state));

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.kind()).isEqualTo(kind);
  }

  private static SQLException wrapped(ProblemException cause) {
    return new SQLException("no connection", "08001", new IOException(cause));
  }
}
