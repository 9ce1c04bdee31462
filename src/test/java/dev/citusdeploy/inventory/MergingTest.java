package dev.citusdeploy.inventory;

import static dev.citusdeploy.inventory.Readings.HEAD;
import static dev.citusdeploy.inventory.Readings.mistakes;
import static dev.citusdeploy.inventory.Readings.only;
import static dev.citusdeploy.inventory.Readings.read;
import static dev.citusdeploy.inventory.Readings.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values that come from several places: roles, aliases, included files, the environment.
final class MergingTest {
  private static final String HOSTS =
      """
      hosts:
        c1: { address: 10.0.0.10, role: coordinator }
        w1: { address: 10.0.0.11, role: worker, settings: { work_mem: 3MB } }
      """;

  @TempDir Path folder;

  @Test
  void putsSettingsOfARoleBetweenTheClustersAndTheHosts() {
    Inventory inventory =
        read(
            HEAD
                + HOSTS
                + """
                postgres:
                  settings: { work_mem: 1MB, jit: on, a.b: 1 }
                  coordinator: { settings: { geqo: off } }
                  worker: { settings: { work_mem: 2MB, jit: off } }
                """);
    assertThat(inventory.coordinator().settings())
        .hasToString("{work_mem=1MB, jit=on, a.b=1, geqo=off}");
    assertThat(inventory.workers().getFirst().settings())
        .hasToString("{work_mem=3MB, jit=off, a.b=1}");
  }

  @Test
  void checksTheSettingsOfARoleToo() {
    assertThat(
            only(HEAD + HOSTS + "postgres: { worker: { settings: { listen_addresses: x } } }\n")
                .where())
        .isEqualTo("shop.yml:7:35");
  }

  @Test
  void leavesKeysOfTheUsersOwnAlone() {
    Inventory inventory =
        read(
            HEAD
                + """
                x-login: &login { user: deploy, x-why: [everyone] }
                ssh: *login
                hosts:
                  c1: { address: 10.0.0.10, role: coordinator, x-rack: { a: [1:2] }, ssh: *login }
                """);
    assertThat(inventory.hosts().getFirst().ssh().user()).isEqualTo("deploy");
    assertThat(only(HEAD + HOSTS + "X-rack: 1\n").what()).isEqualTo("unknown key `X-rack`");
  }

  @Test
  void putsIncludedFilesUnderTheInventory() throws IOException {
    write(
        "base.yml", "network: bridge\npostgres: { port: 6000, settings: { jit: on, geqo: on } }\n");
    write(
        "common/defaults.yml",
        """
        include: ../base.yml
        ssh: { user: deploy, known_hosts: ./kh }
        postgres: { settings: { jit: off } }
        """);
    Path file =
        write(
            "shop.yml",
            HEAD + HOSTS + "include: common/defaults.yml\npostgres: { settings: { geqo: off } }\n");
    Inventory inventory = reader(Map.of()).read(file);
    assertThat(inventory.network()).isEqualTo(Inventory.NetworkMode.BRIDGE);
    assertThat(inventory.coordinator().address().port()).isEqualTo(6000);
    assertThat(inventory.coordinator().settings()).hasToString("{geqo=off, jit=off}");
    assertThat(inventory.hosts().getFirst().ssh().knownHosts())
        .isEqualTo(folder.resolve("common/kh"));
  }

  @Test
  void letsTheLaterOfSeveralFilesWin() throws IOException {
    write("a.yml", "ssh: { user: a, port: 1 }\n");
    write("b.yml", "ssh: { user: b }\n" + HOSTS);
    Path file = write("shop.yml", HEAD + "include: [a.yml, b.yml]\n");
    Inventory inventory = reader(Map.of()).read(file);
    assertThat(inventory.hosts()).hasSize(2);
    assertThat(inventory.hosts().getFirst().ssh().user()).isEqualTo("b");
    assertThat(inventory.hosts().getFirst().ssh().port()).isEqualTo(1);
  }

  @Test
  void doesNotMixTwoPlacesOfOneValue() throws IOException {
    write("a.yml", "postgres: { password: { file: pw } }\nimage: { env: IMAGE, default: x }\n");
    Path file =
        write("shop.yml", HEAD + HOSTS + "include: a.yml\npostgres: { password: { env: PW } }\n");
    assertThat(reader(Map.of()).read(file).superuserPassword()).asString().contains("variable=PW");
  }

  @Test
  void startsAtTheWorkingFolderWhenReadFromStandardInput() {
    Inventory inventory =
        reader(Map.of())
            .read(
                HEAD + HOSTS + "include: inventory/shared/defaults.yml\nssh: { identity: id }\n",
                Path.of("stdin"));
    Host.Ssh ssh = inventory.hosts().getFirst().ssh();
    assertThat(ssh.knownHosts())
        .isEqualTo(Path.of("inventory/shared/known_hosts").toAbsolutePath());
    assertThat(ssh.identity()).isEqualTo(Path.of("id").toAbsolutePath());
  }

  @Test
  void reportsMistakesOfAnIncludedFileAfterItsOwnAtTheirPlaces() throws IOException {
    write("a.yml", "netwrok: host\nhosts:\n  c1: { rol: worker }\n");
    Path file = write("shop.yml", HEAD + HOSTS + "include: a.yml\npots: 1\n");
    assertThat(problems(file))
        .extracting(Problem::where)
        .containsExactly(folder + "/shop.yml:8:1", folder + "/a.yml:1:1", folder + "/a.yml:3:9");
  }

  @Test
  void reportsCirclesAndFilesThatAreMissing() throws IOException {
    write("a.yml", "include: b.yml\n");
    write("b.yml", "include: [a.yml]\n");
    List<Problem> circle = problems(write("shop.yml", HEAD + HOSTS + "include: a.yml\n"));
    assertThat(circle)
        .extracting(Problem::toString)
        .containsExactly(
            folder
                + "/b.yml:1:11: `a.yml` includes itself, directly or by another file"
                + " (inventory-conflict)");
    List<Problem> missing = problems(write("shop.yml", HEAD + "include: [a.yml, c.yml]\n"));
    assertThat(missing)
        .extracting(Problem::toString)
        .containsExactly(
            folder
                + "/shop.yml:4:18: the included file `c.yml` cannot be read"
                + " (inventory-unreadable)");
    write("c.yml", "- a list\n");
    assertThat(problems(write("shop.yml", HEAD + HOSTS + "include: c.yml\n")))
        .extracting(Problem::where)
        .containsExactly(folder + "/c.yml:1:1");
  }

  @Test
  void takesValuesFromTheEnvironmentWhereItIsAsked() {
    String text =
        """
        cluster: { env: NAME }
        image: { env: IMAGE, default: "citusdata/citus:14.1.0" }
        database: shop
        lab: { env: LAB }
        hosts:
          c1: { address: { env: ADDRESS }, role: coordinator, port: { env: PORT } }
        """;
    Inventory inventory =
        read(text, Map.of("NAME", "shop", "LAB", "true", "ADDRESS", "10.0.0.1", "PORT", "5433"));
    assertThat(inventory.cluster()).isEqualTo("shop");
    assertThat(inventory.image()).isEqualTo("citusdata/citus:14.1.0");
    assertThat(inventory.lab()).isTrue();
    assertThat(inventory.coordinator().address()).hasToString("10.0.0.1:5433");
  }

  @Test
  void reportsVariablesThatAreNotSetOrInvalid() {
    assertThat(
            mistakes(
                """
                cluster: { env: NAME }
                image: { env: [x] }
                database: { env: DB, defualt: x }
                hosts: { c1: { address: 10.0.0.1, role: coordinator } }
                """))
        .extracting(problem -> problem.where() + " " + problem.what() + " -> " + problem.remedy())
        .containsExactly(
            "shop.yml:1:10 `cluster` comes from the environment variable `NAME`, which is not set"
                + " -> set it (`export NAME=VALUE`), or add a `default`",
            "shop.yml:2:8 `image` does not name a variable of the environment"
                + " -> write `image: { env: NAME }`",
            "shop.yml:3:11 `database` does not name a variable of the environment"
                + " -> write `database: { env: NAME }`");
    var wrong =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                read(HEAD + HOSTS + "postgres: { port: { env: PORT } }\n", Map.of("PORT", "many")));
    assertThat(wrong.problems().getFirst().what())
        .isEqualTo("`postgres.port` must be a whole number, but is the text `many`");
  }

  @Test
  void findsTheFolderOfOverrides() throws IOException {
    Path file = write("shop.yml", HEAD + HOSTS);
    assertThat(reader(Map.of()).read(file).overrides()).isNull();
    write("overrides/config/pg_hba.conf.ftl", "");
    assertThat(reader(Map.of()).read(file).overrides()).isEqualTo(folder.resolve("overrides"));
    write("mine/.gitkeep", "");
    assertThat(
            reader(Map.of())
                .read(write("shop.yml", HEAD + HOSTS + "overrides: ./mine\n"))
                .overrides())
        .isEqualTo(folder.resolve("mine"));
  }

  @Test
  void reportsAFolderOfOverridesThatIsNotThere() throws IOException {
    write("file", "");
    assertThat(problems(write("shop.yml", HEAD + HOSTS + "overrides: nowhere\n")))
        .extracting(problem -> problem.where() + " " + problem.remedy())
        .containsExactly(
            folder
                + "/shop.yml:7:12 make it: `mkdir -p "
                + folder.resolve("nowhere")
                + "`; or correct the path, or leave `overrides` out");
    assertThat(problems(write("shop.yml", HEAD + HOSTS + "overrides: file\n")))
        .extracting(Problem::why)
        .containsExactly(folder.resolve("file") + " is no folder");
  }

  private static List<Problem> problems(Path file) {
    return catchThrowableOfType(ProblemException.class, () -> reader(Map.of()).read(file))
        .problems();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
