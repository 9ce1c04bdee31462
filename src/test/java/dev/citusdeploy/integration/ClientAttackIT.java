package dev.citusdeploy.integration;

import dev.citusdeploy.lab.TestLabs;

/// Attacks on the newest real Citus, else on the rehearsal image.
final class ClientAttackIT extends ClientAttacks {
  ClientAttackIT() {
    super(TestLabs::bestImage);
  }
}
