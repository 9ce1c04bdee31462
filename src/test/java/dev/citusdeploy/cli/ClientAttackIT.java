package dev.citusdeploy.cli;

import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;

/// Attacks on the newest real Citus, else on the rehearsal image.
final class ClientAttackIT extends ClientAttacks {
  ClientAttackIT() {
    super(TestLabs.named("attack"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return TestLabs.bestImage(images);
  }
}
