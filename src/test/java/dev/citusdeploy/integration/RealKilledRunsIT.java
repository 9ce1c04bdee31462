package dev.citusdeploy.integration;

import dev.citusdeploy.lab.TestLabs;
import org.junit.jupiter.api.Tag;

/// Killed runs on real Citus, where there is an image of it.
@Tag("long")
final class RealKilledRunsIT extends KilledRuns {
  RealKilledRunsIT() {
    super(TestLabs::realImage);
  }
}
