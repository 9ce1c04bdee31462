package dev.citusdeploy.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.Await;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SecretSourceReaderTest {
  private static final String NAME = "the password of role `app`";
  private static final String WHERE = "shop.yml:9:20";

  @TempDir Path folder;

  @Test
  void fetchesFromVariablesFilesAndCommandsInTheirOrder() throws Exception {
    SequencedMap<String, SecretSource> sources = new LinkedHashMap<>();
    sources.put("z", shell("printf 'from a command\\r\\n'"));
    sources.put("a", new SecretSource.Environment("PW", WHERE));
    sources.put("m", new SecretSource.File(file("from a file\n", "rw-r-----"), WHERE));
    sources.put("here", shell("basename \"$PWD\""));
    SequencedMap<String, Secret> read = reader().read(sources);
    assertThat(read.sequencedKeySet()).containsExactly("z", "a", "m", "here");
    assertThat(read.values())
        .extracting(Secret::reveal)
        .containsExactly(
            "from a command",
            "from the environment",
            "from a file",
            folder.getFileName().toString());
  }

  @Test
  void leavesOutOneNewlineOnly() throws Exception {
    assertThat(of(shell("printf ' x '")).reveal()).isEqualTo(" x ");
    assertThat(refused(shell("printf 'x\\n\\n'")).what()).isEqualTo(NAME + " has several lines");
  }

  @Test
  void reportsAVariableThatIsNotSet() {
    Problem problem = refused(new SecretSource.Environment("SHOP_APP", WHERE));
    assertThat(problem)
        .isEqualTo(
            new Problem(
                SecretsProblemCodes.SECRET_VARIABLE_MISSING,
                NAME + " is not in the environment",
                WHERE,
                "the variable SHOP_APP is not set",
                "set it where the program is started: `export SHOP_APP=VALUE`"));
  }

  @Test
  void reportsFilesThatAreMissingEmptyOrOpenToEveryone() throws IOException {
    assertThat(refused(new SecretSource.File(folder.resolve("none"), WHERE)).why())
        .isEqualTo("there is no file " + folder.resolve("none"));
    assertThat(refused(new SecretSource.File(folder, WHERE)).why()).contains("is a folder");
    assertThat(refused(new SecretSource.File(file("\n", "rw-------"), WHERE)).what())
        .isEqualTo(NAME + " is empty");
    Path open = file("hunter2", "rw-r--r--");
    Problem problem = refused(new SecretSource.File(open, WHERE));
    assertThat(problem.what()).isEqualTo(NAME + " can be read or written by others");
    assertThat(problem.remedy()).contains("`chmod 600 " + open + "`");
  }

  @Test
  void reportsACommandsErrorsAndNeverItsOutput() {
    Problem problem =
        refused(shell("echo hunter2; echo one >&2; echo 'no such entry' >&2; exit 3"));
    assertThat(problem.what()).isEqualTo("the command for " + NAME + " failed with exit code 3");
    assertThat(problem.why()).isEqualTo("it ended with:\n│ one; no such entry");
    assertThat(problem.what() + problem.why()).doesNotContain("hunter2");
    Problem missing = refused(new SecretSource.Command(List.of("no-such-program"), WHERE));
    assertThat(missing.what()).isEqualTo("the command for " + NAME + " cannot be started");
    assertThat(refused(shell("true")).what()).isEqualTo(NAME + " is empty");
  }

  @Test
  @Timeout(20)
  void stopsACommandThatDoesNotEndWithAllThatItStarted() throws Exception {
    Path started = folder.resolve("started");
    Problem problem = refused(shell("sleep 600 & echo $! >" + started + "; wait"));
    assertThat(problem.what())
        .isEqualTo("the command for " + NAME + " did not end within 1 seconds");
    long pid = Long.parseLong(Files.readString(started).strip());
    Await.until(
        "the end of what it started",
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  @Timeout(20)
  void isNotHeldUpByWhatACommandLeavesBehindAndGivesNoInput() throws Exception {
    // It depends on timing whether a remaining child still holds the output open when it is read.
    try {
      assertThat(of(shell("cat; echo x; sleep 60 & true")).reveal()).isEqualTo("x");
    } catch (ProblemException e) {
      assertThat(e.problems().getFirst().what()).contains("did not end");
    }
    assertThat(of(shell("cat; echo x")).reveal()).isEqualTo("x");
  }

  @Test
  void reportsAllMissingSecretsAtOnce() {
    SequencedMap<String, SecretSource> sources = new LinkedHashMap<>();
    sources.put("a", new SecretSource.Environment("ONE", WHERE));
    sources.put("b", new SecretSource.Environment("PW", WHERE));
    sources.put("c", shell("exit 1"));
    var thrown = catchThrowableOfType(ProblemException.class, () -> reader().read(sources));
    assertThat(thrown.problems())
        .extracting(Problem::code)
        .containsExactly("secret-variable-missing", "secret-command-failed");
  }

  private SecretSourceReader reader() {
    return new SecretSourceReader(
        Map.of("PW", "from the environment"), folder, Duration.ofSeconds(1));
  }

  private Secret of(SecretSource source) throws InterruptedException {
    SequencedMap<String, SecretSource> sources = new LinkedHashMap<>();
    sources.put(NAME, source);
    return reader().read(sources).firstEntry().getValue();
  }

  private Problem refused(SecretSource source) {
    var thrown = catchThrowableOfType(ProblemException.class, () -> of(source));
    assertThat(thrown).isNotNull();
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().getFirst();
  }

  private static SecretSource shell(String line) {
    return new SecretSource.Command(List.of("/bin/sh", "-c", line), WHERE);
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.createTempFile(folder, "secret", "");
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
