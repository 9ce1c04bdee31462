package dev.citusdeploy.cli;

import dev.citusdeploy.lab.DatabaseImage;
import dev.citusdeploy.lab.LabImages;
import dev.citusdeploy.lab.TestLabs;

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
