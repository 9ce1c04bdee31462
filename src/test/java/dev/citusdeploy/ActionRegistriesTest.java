package dev.citusdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.citusdeploy.plan.Action;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every action of `plan.action` stands in each registry: who adds one and forgets a registry is
/// reported here, and not by a run.
final class ActionRegistriesTest {
  private static final String HANDLERS = "dev.citusdeploy.execution.step.StepHandlers";
  private static final String DETAILS = "dev.citusdeploy.report.json.ActionDetails";

  static List<JavaClass> actions() {
    List<JavaClass> actions =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.citusdeploy")
                .stream()
                .filter(type -> type.isAssignableTo(Action.class) && !type.isInterface())
                .toList();
    assertThat(actions).hasSizeGreaterThan(14);
    return actions;
  }

  @ParameterizedTest
  @MethodSource("actions")
  void standsInEachRegistry(JavaClass action) {
    assertThat(action.getPackageName()).isEqualTo("dev.citusdeploy.plan.action");
    assertThat(
            action.getDirectDependenciesToSelf().stream()
                .map(dependency -> dependency.getOriginClass().getName())
                .distinct())
        .contains(HANDLERS, DETAILS);
  }
}
