package dev.citusdeploy.cli;

import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import org.junit.jupiter.api.Tag;

/// Killed runs on real Citus, where there is an image of it.
@Tag("long")
final class RealKilledRunsIT extends KilledRuns {
  RealKilledRunsIT() {
    super(TestLabs.named("killed-real"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return TestLabs.realImage(images);
  }
}
