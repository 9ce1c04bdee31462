package dev.citusdeploy.cli;

import dev.citusdeploy.lab.DatabaseImage;
import dev.citusdeploy.lab.LabImages;
import dev.citusdeploy.lab.TestLabs;

/// A cluster's life on the rehearsal image: runs everywhere.
final class RehearsalClusterIT extends ClusterRolls {
  RehearsalClusterIT() {
    super(TestLabs.named("rehearsal"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return images.rehearsal();
  }
}
