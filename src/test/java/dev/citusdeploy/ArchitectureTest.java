package dev.citusdeploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.citusdeploy.plan.Action;

/// The house rules of docs/architecture.md, kept by the build.
@AnalyzeClasses(packages = "dev.citusdeploy", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule ARROWS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("..cli..")
          .layer("report")
          .definedBy("..report..")
          .layer("execution")
          .definedBy("..execution..")
          .layer("plan")
          .definedBy("..plan..")
          .layer("desired")
          .definedBy("..desired..")
          .layer("facts")
          .definedBy("..facts..")
          .layer("health")
          .definedBy("..health..")
          .layer("catalog")
          .definedBy("dev.citusdeploy.catalog")
          .layer("jdbc")
          .definedBy("..catalog.jdbc..")
          .layer("remote")
          .definedBy("dev.citusdeploy.remote")
          .layer("conversation")
          .definedBy("..remote.conversation..")
          .layer("ssh")
          .definedBy("..remote.ssh..")
          .layer("local")
          .definedBy("..remote.local..")
          .layer("secrets")
          .definedBy("..secrets..")
          .layer("postgres")
          .definedBy("..postgres..")
          .layer("inventory")
          .definedBy("..inventory..")
          .layer("lab")
          .definedBy("..lab..")
          .layer("model")
          .definedBy("..model..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("execution")
          .mayOnlyBeAccessedByLayers("cli", "report")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("cli", "report", "execution")
          .whereLayer("desired")
          .mayOnlyBeAccessedByLayers("cli", "report", "execution", "plan")
          .whereLayer("facts")
          .mayOnlyBeAccessedByLayers("cli", "report", "execution", "plan", "health")
          .whereLayer("health")
          .mayOnlyBeAccessedByLayers("cli", "report", "execution", "plan")
          .whereLayer("catalog")
          .mayOnlyBeAccessedByLayers(
              "cli", "report", "execution", "plan", "health", "facts", "jdbc")
          .whereLayer("jdbc")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("remote")
          .mayOnlyBeAccessedByLayers(
              "cli", "execution", "facts", "catalog", "jdbc", "conversation", "ssh", "local", "lab")
          .whereLayer("conversation")
          .mayOnlyBeAccessedByLayers("ssh", "local")
          .whereLayer("ssh")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("local")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("secrets")
          .mayOnlyBeAccessedByLayers("cli", "desired")
          .whereLayer("lab")
          .mayOnlyBeAccessedByLayers("cli");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.citusdeploy.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_SOURCES_HANDLERS_AND_REGISTRIES_KNOW_SINGLE_ACTIONS =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                          "..plan.action..",
                          "..plan.source..",
                          "..execution.step..",
                          "..execution.connectivity..")
                      .or(nameMatching(".*\\.report\\.json\\.ActionDetails(\\$.*)?"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..plan.action..")
          .because("everybody else asks an action's traits");

  @ArchTest
  static final ArchRule NOBODY_ASKS_AN_ACTION_FOR_ITS_CLASS =
      noClasses().should(checkWithInstanceof(assignableTo(Action.class)));

  @ArchTest
  static final ArchRule MINA_STAYS_IN_ITS_ROOM = onlyIn("..remote.ssh..", "org.apache.sshd..");

  @ArchTest
  static final ArchRule JDBC_STAYS_IN_ITS_ROOM =
      onlyIn("..catalog.jdbc..", "java.sql..", "javax.sql..", "org.postgresql..");

  @ArchTest static final ArchRule PICOCLI_STAYS_IN_ITS_ROOM = onlyIn("..cli..", "picocli..");

  @ArchTest
  static final ArchRule YAML_STAYS_IN_ITS_ROOMS =
      noClasses()
          .that(not(resideInAPackage("..inventory..").or(resideInAPackage("..secrets.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.snakeyaml..");

  @ArchTest
  static final ArchRule ONLY_DESIRED_USES_FREEMARKER =
      noClasses()
          .that(not(resideInAPackage("..desired..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("freemarker..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_USES_STANDARD_STREAMS =
      noClasses()
          .that(not(resideInAPackage("..cli..")))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule THREADS_START_IN_A_FEW_PLACES =
      noClasses()
          .that(
              not(
                  resideInAPackage("..lab..")
                      .or(
                          nameMatching(
                              "dev\\.citusdeploy\\.(model\\.(FanOut|Background)"
                                  + "|execution\\.run\\.StepScheduler)"))))
          .should()
          .callMethodWhere(
              target(nameMatching("start|startVirtualThread|ofVirtual|ofPlatform"))
                  .and(target(owner(assignableTo(Thread.class)))))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.Executors")
          .because("who starts a thread has to end it");

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith("org.jspecify.annotations.NullMarked");

  @ArchTest
  static final ArchRule NO_MUTABLE_STATIC_STATE =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .beFinal()
          .because("all state is wired by constructors, in cli");

  private static ArchRule onlyIn(String room, String... libraries) {
    return noClasses()
        .that(not(resideInAPackage(room)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  private static ArchCondition<JavaClass> checkWithInstanceof(DescribedPredicate<JavaClass> types) {
    return new ArchCondition<>("check with instanceof whether something is " + types) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaCodeUnit unit : item.getCodeUnits()) {
          unit.getInstanceofChecks().stream()
              .filter(check -> types.test(check.getRawType()))
              .filter(check -> !check.getRawType().isEquivalentTo(Action.class))
              .forEach(
                  check -> events.add(SimpleConditionEvent.satisfied(item, unit.getFullName())));
        }
      }
    };
  }
}
