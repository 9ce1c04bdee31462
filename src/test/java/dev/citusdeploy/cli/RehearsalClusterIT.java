package dev.citusdeploy.cli;

import dev.citusdeploy.lab.DatabaseImage;
import dev.citusdeploy.lab.LabImages;

/// A cluster's life on the rehearsal image: runs everywhere.
final class RehearsalClusterIT extends ClusterLife {
  RehearsalClusterIT() {
    super("citus-it-rehearsal");
  }

  @Override
  DatabaseImage image(LabImages images) {
    return images.rehearsal();
  }
}
