package dev.citusdeploy.cli;

import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;

/// Killed runs on the rehearsal image: runs everywhere.
final class KilledRunsIT extends KilledRuns {
  KilledRunsIT() {
    super(TestLabs.named("killed"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return images.rehearsal();
  }
}
