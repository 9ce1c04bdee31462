package dev.citusdeploy.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.citusdeploy.catalog.jdbc.DatabaseImages;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// The same attacks on the newest real Citus of an earlier major version than the newest, where the
/// machine has one.
@Tag("long")
final class FormerCitusAttackIT extends ClientAttacks {
  FormerCitusAttackIT() {
    super(FormerCitusAttackIT::former);
  }

  private static DatabaseImage former(LabImages images) {
    List<String> majors = DatabaseImages.found().stream().filter(DatabaseImages::shards).toList();
    assumeTrue(majors.size() > 1, "there is real Citus of one major version at most");
    return new DatabaseImage(majors.get(majors.size() - 2), true);
  }
}
