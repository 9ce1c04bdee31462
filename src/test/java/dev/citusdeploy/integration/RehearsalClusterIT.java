package dev.citusdeploy.integration;

import dev.citusdeploy.lab.image.LabImages;

/// A cluster's life on the rehearsal image: runs everywhere.
final class RehearsalClusterIT extends ClusterRolls {
  RehearsalClusterIT() {
    super(LabImages::rehearsal);
  }
}
