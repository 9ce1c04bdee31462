package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverriddenTemplatesTest {
  @TempDir Path folder;

  @Test
  void aFileReplacesThePackagedOneOfItsPath() throws IOException {
    write("initdb/010-citus.sql", "select 1;\n");
    TemplateSource source = new OverriddenTemplates(folder);
    assertThat(source.read("initdb/010-citus.sql")).contains("select 1;\n");
    assertThat(source.read("config/pg_hba.conf.ftl"))
        .isEqualTo(new PackagedTemplates().read("config/pg_hba.conf.ftl"));
    assertThat(source.replacedBy("config/pg_hba.conf.ftl")).isEmpty();
  }

  @Test
  void aFileThatReplacesNothingIsReportedWithASuggestion() throws IOException {
    write("config/postgres.conf.ftl", "");
    write("start.sh", "");
    write("notes.txt", "");
    write(".gitkeep", "");
    write("config/pg_hba.conf.ftl.off", "");
    assertThat(problems())
        .extracting(Problem::what)
        .containsExactly(
            "there is no template config/postgres.conf.ftl to replace; did you mean"
                + " config/postgresql.conf.ftl?",
            "there is no template notes.txt to replace",
            "there is no template start.sh to replace; did you mean templates/start.sh?");
    assertThat(problems().getLast().remedy())
        .contains(" && mv " + folder.resolve("start.sh") + " " + folder.resolve("templates"));
    assertThat(problems().get(1).why()).contains("config/postgresql.conf.ftl");
  }

  @Test
  void aFileThatIsNoTextIsReported() throws IOException {
    write("templates/start.sh", "");
    Files.write(folder.resolve("templates/start.sh"), new byte[] {(byte) 0xc3, 0x28});
    assertThat(problems()).extracting(Problem::code).containsExactly("override-unreadable");
  }

  @Test
  void aMistakeIsReportedWithThePositionInTheUsersFile() throws IOException {
    write("config/pg_hba.conf.ftl", "# ours\nhost all ${nmae}\n");
    Templates templates = new Templates(new OverriddenTemplates(folder));
    Problem problem =
        catchThrowableOfType(
                ProblemException.class,
                () -> templates.render("config/pg_hba.conf.ftl", Map.of("name", "x")))
            .problems()
            .getFirst();
    assertThat(problem.where()).isEqualTo(folder.resolve("config/pg_hba.conf.ftl") + ":2:12");
    assertThat(problem.what()).isEqualTo("nmae is not defined here; did you mean name?");
    assertThat(problem.remedy()).contains("docs/overrides.md", ".off");
  }

  @Test
  void allPackagedFilesCanBeReplaced() {
    List<String> there = Stream.of("config", "initdb", "templates").flatMap(this::files).toList();
    assertThat(PackagedTemplates.NAMES).containsExactlyElementsOf(there);
  }

  private Stream<String> files(String name) {
    try (Stream<Path> files = Files.list(Path.of(name))) {
      return files.map(file -> name + "/" + file.getFileName()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Problem> problems() {
    return catchThrowableOfType(ProblemException.class, () -> new OverriddenTemplates(folder))
        .problems();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
