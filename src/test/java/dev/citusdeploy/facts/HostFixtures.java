package dev.citusdeploy.facts;

import dev.citusdeploy.facts.HostAccess.DockerAccess;
import java.util.List;

/// Parts of hosts' facts.
public final class HostFixtures {
  /// A login that found all it needs.
  public static final HostAccess ACCESS =
      new HostAccess("deploy", List.of(), new DockerAccess(true, "", ""), List.of(), List.of());

  private HostFixtures() {}
}
