package dev.citusdeploy.cli;

import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;

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
