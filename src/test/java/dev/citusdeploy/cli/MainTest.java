package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class MainTest {
  private static final String GOOD =
      """
      cluster: shop
      image: citusdata/citus:14.0.1
      database: shop
      ssh: { user: deploy, identity: ./none, known_hosts: ./known_hosts }
      hosts:
        pg-c1: { address: 127.0.0.1, role: coordinator }
      """;

  @TempDir Path folder;

  @Test
  void namesEveryCommandInItsHelp() {
    assertThat(Invocation.of("--help").out())
        .contains("validate", "trust", "plan", "apply", "status", "lab");
  }

  @Test
  void endsWithTwoAndASuggestionForAMistypedCommand() {
    Invocation run = Invocation.of("aply", "inventory.yml");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("aply").contains("apply");
  }

  @Test
  void endsWithTwoWithoutACommand() {
    assertThat(Invocation.of().exitCode()).isEqualTo(2);
  }

  @Test
  void reportsEveryMistakeOfAnInventoryWithItsPlace() throws IOException {
    Path file = inventory(GOOD.replace("database:", "databse:").replace("coordinator", "chief"));

    Invocation run = Invocation.of("validate", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(file + ":3:1")
        .contains("database")
        .contains(file + ":6:38")
        .contains("chief");
  }

  @Test
  void sendsMistakesAsDataWhenAskedTo() throws IOException {
    Path file = inventory(GOOD.replace("database:", "databse:"));

    Invocation run = Invocation.of("validate", "-o", "json", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    JsonNode problem = JsonMapper.shared().readTree(run.out()).get("problems").get(0);
    assertThat(problem.get("code").asString()).isEqualTo("inventory-unknown-key");
    assertThat(problem.get("what").asString()).isEqualTo("unknown key `databse`");
    assertThat(problem.get("message").asString())
        .startsWith("unknown key `databse`: known here: cluster");
    assertThat(problem.get("file").asString()).isEqualTo(file.toString());
    assertThat(problem.get("line").asInt()).isEqualTo(3);
    assertThat(problem.get("column").asInt()).isEqualTo(1);
    assertThat(problem.get("remedy").asString()).isEqualTo("did you mean `database`?");
  }

  @Test
  void validatesTheFilesThatReplacePackagedOnesToo() throws IOException {
    Path file = inventory(GOOD);
    Path wrong = folder.resolve("overrides/config/pghba.conf.ftl");
    Files.createDirectories(wrong.getParent());
    Files.writeString(wrong, "");

    Invocation run = Invocation.of("validate", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("override-unknown").contains("config/pg_hba.conf.ftl");
  }

  @Test
  void endsWithTwoForAnInventoryThatIsNotThere() {
    Invocation run = Invocation.of("plan", folder.resolve("missing.yml").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("there is no file " + folder.resolve("missing.yml"))
        .contains("ls -l " + folder);
  }

  @Test
  void reportsWhatACommandLineLacksInOurWords() {
    assertThat(Invocation.of("frob"))
        .returns(2, Invocation::exitCode)
        .satisfies(run -> assertThat(run.err()).contains("unknown command `frob` [command-line]"));
    assertThat(Invocation.of("aply", "shop.yml").err())
        .contains("unknown command `aply`", "did you mean `citus-deploy apply`?");
    assertThat(Invocation.of("validate", "--nope", "shop.yml").err())
        .contains("citus-deploy validate: unknown option `--nope`")
        .doesNotContain("shop.yml");
    assertThat(Invocation.of("validate", "shop.yml", "more").err())
        .contains("`more` is one argument too many");
    assertThat(Invocation.of("validate").err())
        .contains("the argument INVENTORY is missing", "`citus-deploy validate shop.yml`");
    assertThat(Invocation.of("lock", "release", "shop.yml").err())
        .contains("the option `--id RUN` is missing");
  }

  @Test
  void showsTheCausesOfProblemsWhereItIsAskedTo() {
    String missing = folder.resolve("missing.yml").toString();

    assertThat(Invocation.of("validate", missing).err()).doesNotContain("caused by");
    assertThat(Invocation.of("validate", missing, "-v").err())
        .contains("caused by java.nio.file.NoSuchFileException: " + missing)
        .doesNotContain("  at dev.citusdeploy");
    assertThat(Invocation.of("-vv", "validate", missing).err()).contains("  at dev.citusdeploy");
    assertThat(Invocation.of("validate", missing).err()).doesNotContain("caused by");
  }

  @Test
  void endsWithTwoForANumberThatCannotBe() {
    for (String number : new String[] {"0", "-1", "many"}) {
      Invocation run = Invocation.of("plan", "inventory.yml", "--parallel", number);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--parallel").containsPattern("1\\s+or\\s+more");
    }
  }

  @Test
  void appliesASavedPlanToTheInventoryThatItNames() throws IOException {
    Path plan = folder.resolve("plan.json");
    String text =
        """
        {"format": 1, "kind": "plan", "inventory": {"path": "sub/shop.yml"}, "steps": []}
        """;
    Files.writeString(plan, text);

    Invocation run = Invocation.of("apply", plan.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(folder.resolve("sub/shop.yml") + "", "inventory-unreadable");

    Files.writeString(plan, text.replace("\"format\": 1", "\"format\": 2"));
    Invocation other = Invocation.of("apply", plan.toString());

    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("plan-format").contains("format 2");
  }

  @Test
  void endsWithTwoAndASuggestionForALimitThatStandsForNothing() throws IOException {
    Path file = inventory(GOOD);

    Invocation run =
        Invocation.of("plan", file.toString(), "--limit", "role:worker,pg-c[1:2],pgc1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("`role:worker` is no host, node or role")
        .contains("`pg-c2` is no host")
        .contains("`pg-c[1:2]`")
        .contains("did you mean `pg-c1`?");
  }

  @Test
  void endsWithTwoForAnAmountThatCannotBe() {
    Invocation run = Invocation.of("apply", "inventory.yml", "--max-unavailable", "101%");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--max-unavailable").contains("1% to 100%");
  }

  @Test
  void changesNoOptionOfASavedPlan() throws IOException {
    Path plan = folder.resolve("plan.json");
    Files.writeString(
        plan,
        """
        {"format": 1, "kind": "plan", "inventory": {"path": "shop.yml"}, "steps": []}
        """);

    Invocation run = Invocation.of("apply", plan.toString(), "--limit", "pg-c1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("plan-options");
  }

  @Test
  void savesNoPlanOfAnInventoryThatHasNoName() {
    Invocation run = Invocation.of("plan", "-", "--out", folder.resolve("plan.json").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("plan-without-file");
  }

  @Test
  void refusesASecretsFileThatOthersCanRead() throws IOException {
    Path file = inventory(GOOD);
    Path secrets = Files.writeString(folder.resolve("inventory.secrets.yml"), "format: 1\n");
    Files.setPosixFilePermissions(
        secrets, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

    Invocation run = Invocation.of("plan", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("chmod 600");
  }

  private Path inventory(String text) throws IOException {
    return Files.writeString(folder.resolve("inventory.yml"), text);
  }
}
