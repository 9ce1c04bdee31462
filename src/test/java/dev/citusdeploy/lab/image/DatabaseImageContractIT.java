package dev.citusdeploy.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.lab.docker.LabDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the requirements of a deployment with the rehearsal image and with a real one if there is
/// one: see lab/contract-test.
final class DatabaseImageContractIT {
  static List<String> images() {
    return new LabImages(LabDocker.onPath(), _ -> {})
        .databaseImages().stream().map(DatabaseImage::reference).toList();
  }

  @ParameterizedTest
  @MethodSource("images")
  void keepsTheContract(String image) throws IOException, InterruptedException {
    Path log = Path.of("target", "contract-" + image.replaceAll("[^a-z0-9.]+", "-") + ".log");
    Process suite =
        LocalPrograms.process("lab/contract-test", image)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    suite.getOutputStream().close();

    // The output is part of the message: in CI it is all that one sees.
    int status = suite.waitFor();
    assertThat(Files.readString(log)).containsPattern("[1-9][0-9]* passed, 0 failed");
    assertThat(status).as("exit status").isZero();
  }
}
