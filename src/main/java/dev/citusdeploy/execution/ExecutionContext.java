package dev.citusdeploy.execution;

import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a run needs beside its plan.
///
/// @param inventory the cluster's inventory
/// @param hosts open connections to all hosts that the plan has steps on
/// @param catalogs opens the catalog when the first step needs it
/// @param coordinator where the coordinator's server listens now, as seen from its host
/// @param run which run this is
/// @param limits how much at once, and how long
/// @param clock measures how long steps take
/// @param superuserPassword what new data is made with; null for one that nobody knows
public record ExecutionContext(
    Inventory inventory,
    SequencedMap<HostName, RemoteHost> hosts,
    CatalogConnector catalogs,
    NodeAddress coordinator,
    RunIdentity run,
    Limits limits,
    InstantSource clock,
    @Nullable Secret superuserPassword) {
  /// Copies the map.
  public ExecutionContext {
    hosts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(hosts));
  }

  /// How much at once, and how long.
  ///
  /// @param parallel steps under way at once, at least 1
  /// @param step how long a script may take
  /// @param notice after how long, and how often, a step that is under way is reported
  /// @param verification how long the cluster may take to pass its check after changes
  /// @param lockWait how long to wait for another run to end
  public record Limits(
      int parallel, Duration step, Duration notice, Duration verification, Duration lockWait) {
    /// Longer than any job; what ends a job without progress is its handler.
    private static final Duration UNLIMITED = Duration.ofDays(365);

    /// The defaults of the command line.
    public static final Limits DEFAULT =
        new Limits(
            64,
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ZERO);

    /// How long a step may take.
    public Duration of(Step step) {
      return switch (step.action().traits().limit()) {
        case STEP -> this.step;
        case PROGRESS -> UNLIMITED;
      };
    }

    /// @throws IllegalArgumentException when nothing could run
    public Limits {
      if (parallel < 1 || step.isNegative() || !notice.isPositive()) {
        throw new IllegalArgumentException("limits that let nothing run");
      }
    }
  }
}
