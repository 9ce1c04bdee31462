package dev.citusdeploy.inventory;

import static dev.citusdeploy.inventory.Readings.HEAD;
import static dev.citusdeploy.inventory.Readings.only;
import static dev.citusdeploy.inventory.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretKeysTest {
  private static final String GOOD =
      HEAD + "hosts: { c1: { address: 10.0.0.10, role: coordinator } }\n";
  private static final String CLIENT =
      "clients: [{ from: 10.0.0.0/8, database: shop, role: app, password: %s }]\n";

  @Test
  void readsWhereASecretComesFrom() {
    assertThat(read(GOOD + "postgres: { password: { env: PW } }\n").superuserPassword())
        .isEqualTo(new SecretSource.Environment("PW", "shop.yml:5:23"));
    assertThat(source("{ file: ~/pw }"))
        .isEqualTo(new SecretSource.File(Path.of("/home/anna/pw"), "shop.yml:5:68"));
    assertThat(source("{ command: [pass, show, 7] }"))
        .isEqualTo(new SecretSource.Command(List.of("pass", "show", "7"), "shop.yml:5:68"));
    assertThat(source("{ command: pass show x | head -1 }"))
        .isEqualTo(
            new SecretSource.Command(
                List.of("/bin/sh", "-c", "pass show x | head -1"), "shop.yml:5:68"));
    assertThat(read(GOOD).superuserPassword()).isNull();
  }

  @Test
  void refusesASecretInPlainTextWithoutShowingIt() {
    for (String text : List.of("hunter2", "'hunter2'", "4711", "true")) {
      Problem problem = only(GOOD + CLIENT.formatted(text));
      assertThat(problem.what())
          .isEqualTo("`clients[1].password` must not be written in the inventory itself");
      assertThat(problem.remedy()).contains("{ env: NAME }");
      assertThat(problem.toString() + problem.why() + problem.remedy())
          .doesNotContain("hunter2")
          .doesNotContain("4711");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { evn: PW }            | cannot come from `evn`
          { env: PW, file: x }   | does not name one source
          { env: 1PW }           | has no usable `env`
          { file: ~bob/x }       | has no usable `file`
          { command: [] }        | has no usable `command`
          { command: { a: b } }  | has no usable `command`
          [a]                    | does not name one source
          """)
  void reportsWhatIsWrongWithAPlace(String text, String what) {
    assertThat(only(GOOD + CLIENT.formatted(text)).what())
        .isEqualTo("`clients[1].password` " + what);
  }

  @Test
  void refusesTwoPasswordsForOneRole() {
    String two =
        """
        clients:
          - { from: 10.0.0.0/8, database: shop, role: app, password: { env: A } }
          - { from: 11.0.0.0/8, database: shop, role: app%s }
        """;
    assertThat(only(GOOD + two.formatted("")).what()).isEqualTo("the role `app` has two passwords");
    assertThat(only(GOOD + two.formatted(", password: { env: B }")).where())
        .isEqualTo("shop.yml:7:62");
    assertThat(read(GOOD + two.formatted(", password: { env: A }")).clients()).hasSize(2);
  }

  private static SecretSource source(String text) {
    return Objects.requireNonNull(
        read(GOOD + CLIENT.formatted(text)).clients().getFirst().password());
  }
}
