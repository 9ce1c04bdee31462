package dev.citusdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Somebody's first inventory, with twelve different mistakes. After a change that is meant: `mvn
/// test -Dtest=StrangerTest -Dgolden.update=true`, then read the difference.
final class StrangerTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/citusdeploy/inventory");

  @Test
  void reportsAllTwelveMistakesInOneRunInTheOrderOfTheFile() throws IOException {
    List<Problem> problems = Readings.mistakes(Files.readString(FOLDER.resolve("stranger.yml")));
    StringBuilder output = new StringBuilder();
    for (Problem problem : problems) {
      output.append(problem.where()).append(": ").append(problem.what()).append('\n');
      output.append("  why:  ").append(problem.why()).append('\n');
      output.append("  next: ").append(problem.remedy()).append('\n');
    }
    Path golden = FOLDER.resolve("stranger.txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, output);
    }
    assertThat(output.toString()).isEqualTo(Files.readString(golden));
    assertThat(problems).hasSizeGreaterThanOrEqualTo(12);
    assertThat(output.toString()).doesNotContain("hunter2");
  }
}
