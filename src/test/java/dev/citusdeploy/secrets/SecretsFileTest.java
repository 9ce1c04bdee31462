package dev.citusdeploy.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretsFileTest {
  @TempDir private Path folder;
  private final ClusterSecrets secrets = Samples.secrets("shop", 1, "app", "report");
  private SecretsFile file;

  @BeforeEach
  void place() {
    file = SecretsFile.beside(folder.resolve("shop.yml"));
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/shop.yml, /etc/shop.secrets.yml",
    "shop.yaml, shop.secrets.yml",
    "a/shop.prod.yml, a/shop.prod.secrets.yml",
    "shop, shop.secrets.yml"
  })
  void liesBesideTheInventory(Path inventory, Path expected) {
    assertThat(SecretsFile.beside(inventory).path()).isEqualTo(expected);
  }

  @Test
  void isEmptyWhereThereIsNone() {
    assertThat(file.load("shop")).isEmpty();
  }

  @Test
  void readsBackWhatItWrote() {
    file.save(secrets);

    assertThat(file.load("shop")).contains(secrets);
    assertThat(file.load("shop").orElseThrow().rolePasswords().keySet())
        .containsExactly("app", "report");
  }

  @Test
  void readsBackSecretsWithoutRoles() {
    ClusterSecrets bare = Samples.secrets("shop", 3);
    file.save(bare);

    assertThat(file.load("shop")).contains(bare);
  }

  @Test
  void isForItsOwnerAloneAndLeavesNothingElseBehind() throws Exception {
    file.save(secrets);
    file.save(secrets);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertNothingElseIsThere();
  }

  @Test
  void replacesWhatALinkPointsTo() throws Exception {
    Path real = Files.createDirectory(folder.resolve("vault")).resolve("shop.secrets.yml");
    new SecretsFile(real).save(secrets);
    Files.createSymbolicLink(file.path(), real);
    ClusterSecrets more = secrets.withRoles(List.of("batch"), Samples.random(9));

    file.save(more);

    assertThat(file.path()).isSymbolicLink();
    assertThat(new SecretsFile(real).load("shop")).contains(more);
  }

  @Test
  void makesWhatALinkPointsTo() throws Exception {
    Path real = Files.createDirectory(folder.resolve("vault")).resolve("shop.secrets.yml");
    Files.createSymbolicLink(file.path(), Path.of("vault/shop.secrets.yml"));

    file.save(secrets, Optional.empty());

    assertThat(file.path()).isSymbolicLink();
    assertThat(new SecretsFile(real).load("shop")).contains(secrets);
  }

  @Test
  void makesAndReplacesWhatTheRunBeganWith() throws Exception {
    ClusterSecrets more = secrets.withRoles(List.of("batch"), Samples.random(9));

    file.save(secrets, Optional.empty());
    file.save(more, Optional.of(secrets));

    assertThat(file.load("shop")).contains(more);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertNothingElseIsThere();
  }

  @Test
  void keepsTheSecretsOfARunThatCameFirst() throws Exception {
    file.save(secrets);

    assertStale(() -> file.save(Samples.secrets("shop", 2), Optional.empty()));

    assertThat(file.load("shop")).contains(secrets);
    assertNothingElseIsThere();
  }

  @Test
  void keepsRolesThatAnotherRunAdded() throws Exception {
    ClusterSecrets theirs = secrets.withRoles(List.of("batch"), Samples.random(9));
    ClusterSecrets ours = secrets.withRoles(List.of("web"), Samples.random(8));
    file.save(theirs);

    assertStale(() -> file.save(ours, Optional.of(secrets)));

    assertThat(file.load("shop")).contains(theirs);
    assertNothingElseIsThere();
  }

  @Test
  void doesNotBringBackAFileThatWasRemoved() {
    assertStale(() -> file.save(secrets, Optional.of(secrets)));

    assertThat(file.path()).doesNotExist();
  }

  @Test
  void letsOneOfManyFirstRunsWin() throws Exception {
    List<ClusterSecrets> rivals =
        IntStream.range(0, 8).mapToObj(seed -> Samples.secrets("shop", seed)).toList();
    List<ClusterSecrets> winners = new CopyOnWriteArrayList<>();
    List<String> losers = new CopyOnWriteArrayList<>();
    try (var runs = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ClusterSecrets rival : rivals) {
        runs.execute(() -> {
          try {
            file.save(rival, Optional.empty());
            winners.add(rival);
          } catch (ProblemException e) {
            losers.add(e.problems().getFirst().code());
          }
        });
      }
    }

    assertThat(winners).hasSize(1);
    assertThat(losers).hasSize(7).containsOnly("secrets-changed");
    assertThat(file.load("shop")).contains(winners.getFirst());
    assertNothingElseIsThere();
  }

  @Test
  void explainsItsPurposeAndThatItMustBeKept() throws Exception {
    file.save(secrets);

    assertThat(Files.readString(file.path()))
        .startsWith("# Secrets of the citus-deploy cluster \"shop\"")
        .contains("back it up")
        .contains("version: 1\ncluster: 'shop'\n");
  }

  @Test
  void refusesAFileThatOthersMayRead() throws Exception {
    file.save(secrets);
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

    Problem problem = refused();
    assertThat(problem.code()).isEqualTo("secrets-permissions");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
    assertThat(problem.remedy()).isEqualTo("remove their rights: `chmod 600 " + file.path() + "`");
  }

  @Test
  void refusesAFileOfAnotherCluster() {
    file.save(Samples.secrets("other", 1));

    assertThat(refused().code()).isEqualTo("secrets-other-cluster");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          version: 1          | version: 2       | secrets-invalid | version 2
          cluster_key:        | clusterkey:      | secrets-invalid | unknown key `clusterkey`
          roles:              | rolls:           | secrets-invalid | unknown key `rolls`
          cluster: 'shop'     | cluster: ''      | secrets-invalid | `cluster` is missing
          cluster_key: '      | cluster_key: 'AA | secrets-invalid | cluster key
          BEGIN CERTIFICATE   | BEGIN NOTHING    | secrets-invalid | certificate
          BEGIN PRIVATE KEY   | BEGIN SOME KEY   | secrets-invalid | PRIVATE KEY
          'app':              | '':              | secrets-invalid | role
          version: 1          | version: [1      | secrets-yaml    | from line
          version: 1          | cluster: shop    | secrets-yaml    | from line
          """)
  void refusesADamagedFileWithoutShowingIt(String from, String to, String code, String why)
      throws Exception {
    file.save(secrets);
    Files.writeString(file.path(), Files.readString(file.path()).replace(from, to));

    var thrown = catchThrowableOfType(ProblemException.class, () -> file.load("shop"));

    assertThat(thrown.problems()).hasSize(1);
    assertThat(thrown.problems().getFirst().code()).isEqualTo(code);
    assertThat(thrown.problems().getFirst().why()).contains(why);
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString() + thrown.problems())
        .doesNotContain(secrets.clusterKey().reveal().substring(0, 8))
        .doesNotContain(secrets.rolePasswords().sequencedValues().getFirst().reveal());
  }

  @Test
  void refusesAnAdministratorOfAnotherAuthority() throws Exception {
    ClusterSecrets other = Samples.secrets("shop", 2);
    file.save(
        new ClusterSecrets(
            "shop",
            secrets.clusterKey(),
            other.authority(),
            secrets.administrator(),
            secrets.rolePasswords()));

    assertThat(refused().why()).contains("different clusters");
  }

  @Test
  void reportsWhenItCannotBeWritten() {
    var nowhere = new SecretsFile(folder.resolve("missing/shop.secrets.yml"));

    var thrown = catchThrowableOfType(ProblemException.class, () -> nowhere.save(secrets));

    assertThat(thrown.problems().getFirst().code()).isEqualTo("secrets-unwritable");
  }

  private void assertNothingElseIsThere() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file.path());
    }
  }

  private static void assertStale(ThrowingCallable saving) {
    Problem problem = catchThrowableOfType(ProblemException.class, saving).problems().getFirst();
    assertThat(problem.code()).isEqualTo("secrets-changed");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.STALE);
  }

  private Problem refused() {
    return catchThrowableOfType(ProblemException.class, () -> file.load("shop"))
        .problems()
        .getFirst();
  }
}
