package dev.citusdeploy;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;

/// What tests must not do.
@AnalyzeClasses(packages = "dev.citusdeploy", importOptions = ImportOption.OnlyIncludeTests.class)
final class TestRulesTest {
  /// Fakes whose work takes its time, clients that connect again, and tests of times themselves.
  private static final String TAKES_ITS_TIME =
      ".*\\.(Await|integration\\.load\\.WriteLoad|integration\\.load\\.Writer|cli\\.HostileTextTest|model\\.FanOutTest"
          + "|remote\\.ssh\\.HostileServerTest|execution\\.InterruptibleWaitsTest"
          + "|execution\\.lock\\.ClusterLockTest|execution\\.run\\.StepSchedulerTest"
          + "|execution\\.run\\.TrialActionTest)(\\$.*)?";

  @ArchTest
  static final ArchRule NO_TEST_HAS_A_PLACE_IN_AN_ORDER =
      noClasses()
          .that()
          .doNotHaveSimpleName(TestRulesTest.class.getSimpleName())
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Order.class, TestMethodOrder.class, MethodOrderer.class)
          .because("a test makes what it begins with");

  @ArchTest
  static final ArchRule NOBODY_WAITS_FOR_A_TIME =
      noClasses()
          .that(DescribedPredicate.not(nameMatching(TAKES_ITS_TIME)))
          .should()
          .callMethodWhere(target(name("sleep")).and(target(owner(name(Thread.class.getName())))))
          .orShould()
          .callMethodWhere(
              target(nameMatching("parkNanos|parkUntil"))
                  .and(target(owner(name(LockSupport.class.getName())))))
          .because("Await waits for a condition");
}
