package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.function.Function;

/// Goes to the address that the coordinator advertises where nothing answers at its server's
/// `localhost`: what that name means may have changed since PostgreSQL was started, which listens
/// where it led then, and serves all the others meanwhile.
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

  /// What a second attempt at the advertised address gives.
  ///
  /// @param first why there was no session at the usual address
  /// @param left how long the second attempt may take
  /// @throws ProblemException the first one when there is to be no second attempt, or it fails
  static <T> T second(
      ProblemException first,
      NodeAddress address,
      String advertised,
      Duration left,
      Function<NodeAddress, T> attempt) {
    if (left.compareTo(SHORTEST) < 0
        || !address.host().equals("localhost")
        || !isNoWay(first.problems().getFirst())) {
      throw first;
    }
    try {
      return attempt.apply(new NodeAddress(advertised, address.port()));
    } catch (ProblemException e) {
      first.addSuppressed(e);
      // What is wrong at the usual place says more; at this one nobody may be let in.
      throw first;
    }
  }

  /// Whether the server was not reached at all: one that answered has its reasons.
  private static boolean isNoWay(Problem problem) {
    return problem.kind() == Problem.Kind.UNREACHABLE || problem.code().equals("tunnel-refused");
  }
}
