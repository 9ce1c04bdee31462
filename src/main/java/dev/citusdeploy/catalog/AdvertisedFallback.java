package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.function.Function;

/// Connects to the address that the coordinator advertises when nothing answers at its server's
/// `localhost`. PostgreSQL listens where `localhost` pointed when it was started; if that name has
/// changed since, only the advertised address still works.
public final class AdvertisedFallback implements CatalogConnector {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final CatalogConnector connector;
  private final String advertised;

  /// @param connector connects to one address
  /// @param advertised the coordinator's host name or address, as the other nodes use it
  public AdvertisedFallback(CatalogConnector connector, String advertised) {
    this.connector = connector;
    this.advertised = advertised;
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address) {
    try {
      return connector.connect(coordinatorHost, address);
    } catch (ProblemException e) {
      return second(
          e, address, advertised, SHORTEST, there -> connector.connect(coordinatorHost, there));
    }
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit) {
    long began = System.nanoTime();
    try {
      return connector.connect(coordinatorHost, address, limit);
    } catch (ProblemException e) {
      Duration left = limit.minusNanos(System.nanoTime() - began);
      return second(
          e, address, advertised, left, there -> connector.connect(coordinatorHost, there, left));
    }
  }

  /// Returns the result of a second attempt, at the advertised address.
  ///
  /// @param first why there was no session at the usual address
  /// @param left how long the second attempt may take
  /// @throws ProblemException the first one when there is to be no second attempt, or it fails
  private static CitusCatalog second(
      ProblemException first,
      NodeAddress address,
      String advertised,
      Duration left,
      Function<NodeAddress, CitusCatalog> attempt) {
    if (left.compareTo(SHORTEST) < 0
        || !address.host().equals("localhost")
        || !isUnreached(first.problems().getFirst())) {
      throw first;
    }
    try {
      return attempt.apply(new NodeAddress(advertised, address.port()));
    } catch (ProblemException e) {
      first.addSuppressed(e);
      // The first error explains more: the advertised address may refuse every login.
      throw first;
    }
  }

  /// Whether the server was not reached at all; if it answered, a second attempt would not help.
  private static boolean isUnreached(Problem problem) {
    return problem.kind() == Problem.Kind.UNREACHABLE || problem.code().equals("tunnel-refused");
  }
}
