package dev.citusdeploy.integration;

import dev.citusdeploy.lab.TestLabs;

/// A cluster's life on real Citus, where there is an image of it.
final class RealClusterIT extends ClusterRolls {
  RealClusterIT() {
    super(TestLabs::realImage);
  }
}
