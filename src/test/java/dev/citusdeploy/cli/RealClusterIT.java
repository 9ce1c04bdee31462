package dev.citusdeploy.cli;

import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;

/// A cluster's life on real Citus, where there is an image of it.
final class RealClusterIT extends ClusterRolls {
  RealClusterIT() {
    super(TestLabs.named("real"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return TestLabs.realImage(images);
  }
}
