package dev.citusdeploy.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.lab.FakeDocker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Engines that lack a right refuse to give it; older and newer ones with different messages.
final class PrivilegesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "nothing, PRIVILEGED",
        // In Docker 20.10 "all" means all that exist, so capabilities it lacks must be left out.
        "*--privileged*|*'ALL --security-opt'*, CAPABILITIES",
        "*--privileged*|*--cap-drop*, AVAILABLE_CAPABILITIES",
      })
  void theFirstThatTheEngineAllowsIsTaken(String refused, Privileges taken) throws IOException {
    var docker =
        FakeDocker.of(folder, "case \"$*\" in " + refused + ") echo refused >&2; exit 125;; esac");

    assertThat(Privileges.tried(docker, "image:1")).isEqualTo(taken);
  }
}
