package dev.citusdeploy.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.citusdeploy.lab.DatabaseImage;
import dev.citusdeploy.lab.LabImages;
import dev.citusdeploy.lab.TestLabs;

/// A cluster's life on real Citus, where there is an image of it.
final class RealClusterIT extends ClusterRolls {
  RealClusterIT() {
    super(TestLabs.named("real"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return images.databaseImages().stream()
        .filter(DatabaseImage::real)
        .findFirst()
        .orElseGet(() -> abort("no image of real Citus is here, and none can be pulled"));
  }
}
