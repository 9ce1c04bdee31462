package dev.citusdeploy.integration;

import dev.citusdeploy.lab.image.LabImages;

/// Killed runs on the rehearsal image: runs everywhere.
final class KilledRunsIT extends KilledRuns {
  KilledRunsIT() {
    super(LabImages::rehearsal);
  }
}
