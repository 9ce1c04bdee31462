package dev.citusdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every problem code of the program: each raised somewhere, no two alike, and docs/problems.md
/// tells them all. To write that page anew: `mvn test -Dtest=ProblemCodesTest -Ddocs.write=true`.
final class ProblemCodesTest {
  private static final Path PAGE = Path.of("docs", "problems.md");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.citusdeploy");

  private static List<JavaField> fields() {
    return MAIN.stream()
        .flatMap(type -> type.getFields().stream())
        .filter(field -> field.getRawType().isEquivalentTo(ProblemCode.class))
        .filter(field -> field.getModifiers().toString().contains("STATIC"))
        .sorted(Comparator.comparing(JavaField::getFullName))
        .toList();
  }

  private static ProblemCode value(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return (ProblemCode) reflected.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static List<ProblemCode> codes() {
    return fields().stream()
        .map(ProblemCodesTest::value)
        .sorted(Comparator.comparing(ProblemCode::id))
        .toList();
  }

  @Test
  void noTwoAreAlikeAndEachStatesCauseAndRemedy() {
    assertThat(codes()).extracting(ProblemCode::id).doesNotHaveDuplicates();
    assertThat(codes())
        .allSatisfy(code -> {
          assertThat(code.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
          assertThat(code.cause()).as(code.id()).endsWith(".");
          assertThat(code.remedy()).as(code.id()).isNotBlank();
        });
  }

  @Test
  void eachIsRaisedSomewhere() {
    List<String> silent = new ArrayList<>();
    for (JavaField field : fields()) {
      boolean used =
          field.getAccessesToSelf().stream()
              .anyMatch(access -> !access.getOriginOwner().equals(field.getOwner()));
      if (!used) {
        silent.add(field.getFullName());
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void thePageStatesThemAll() throws IOException {
    String page = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String page() {
    Map<String, List<ProblemCode>> sections = new HashMap<>();
    for (JavaField field : fields()) {
      String section =
          section(field.getOwner().getPackageName().replaceFirst("dev\\.citusdeploy\\.?", ""));
      sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(value(field));
    }
    var text = new StringBuilder(HEAD);
    for (Section section : SECTIONS) {
      List<ProblemCode> codes = sections.remove(section.packages());
      assertThat(codes).as("codes of %s", section.packages()).isNotNull();
      text.append("\n## ").append(section.title()).append("\n\n");
      text.append("| code | exit code | cause | what to do |\n|---|---|---|---|\n");
      codes.stream()
          .sorted(Comparator.comparing(ProblemCode::id))
          .forEach(code -> text.append(row(code)));
    }
    assertThat(sections).as("sections without a section").isEmpty();
    return text.toString();
  }

  private static String row(ProblemCode code) {
    return "| `%s` | %d | %s | %s |%n"
        .formatted(code.id(), exitCode(code.kind()), cell(code.cause()), cell(code.remedy()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static int exitCode(Problem.Kind kind) {
    return switch (kind) {
      case STEP_FAILED -> 1;
      case USAGE -> 2;
      case UNREACHABLE -> 3;
      case LOCKED -> 4;
      case STALE -> 5;
      case UNHEALTHY -> 7;
      case REFUSED -> 8;
      case INTERRUPTED -> 130;
    };
  }

  /// The room of a section that a package is, or is in.
  private static String section(String name) {
    return SECTIONS.stream()
        .map(Section::packages)
        .filter(prefix -> (name + ".").startsWith(prefix + "."))
        .findFirst()
        .orElse(name);
  }

  private record Section(String packages, String title) {}

  private static final List<Section> SECTIONS =
      List.of(
          new Section("inventory", "The inventory"),
          new Section("secrets", "Secrets"),
          new Section("cli", "The command line and files on this machine"),
          new Section("remote", "Connections to servers"),
          new Section("facts", "Reading the state of servers"),
          new Section("health", "What servers lack, and a cluster that is not healthy"),
          new Section("plan", "What blocks a plan"),
          new Section("desired", "Files and settings"),
          new Section("execution", "Steps that failed"),
          new Section("catalog.jdbc", "SQL on the coordinator"),
          new Section("lab", "The lab"),
          new Section("model", "Anywhere"));

  private static final String HEAD =
      """
      # Problems

      Everything citus-deploy can complain of. Each message bears its code in brackets, says where it
      happened, why, and what to do next; this page says it in general. With `-o json` the code stands
      in `problems[].code`. Exit codes are explained in [commands.md](commands.md); of several problems
      the smallest decides, and an interruption beats all.

      This page is made from the program's own list; a code never changes its meaning.
      """;
}
