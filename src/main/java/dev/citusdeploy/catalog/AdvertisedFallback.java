package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;

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
      return second(e, address, there -> connector.connect(coordinatorHost, there));
    }
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit) {
    long began = System.nanoTime();
    try {
      return connector.connect(coordinatorHost, address, limit);
    } catch (ProblemException e) {
      Duration left = limit.minusNanos(System.nanoTime() - began);
      return left.compareTo(SHORTEST) < 0
          ? rethrown(e)
          : second(e, address, there -> connector.connect(coordinatorHost, there, left));
    }
  }

  private CitusCatalog second(ProblemException first, NodeAddress address, Attempt attempt) {
    if (!address.host().equals("localhost") || !isNoWay(first.problems().getFirst())) {
      throw first;
    }
    try {
      return attempt.at(new NodeAddress(advertised, address.port()));
    } catch (ProblemException e) {
      first.addSuppressed(e);
      // What is wrong at the usual place says more; at this one nobody may be let in.
      throw first;
    }
  }

  private static CitusCatalog rethrown(ProblemException e) {
    throw e;
  }

  /// Whether the server was not reached at all: one that answered has its reasons.
  private static boolean isNoWay(Problem problem) {
    return problem.kind() == Problem.Kind.UNREACHABLE || problem.code().equals("tunnel-refused");
  }

  private interface Attempt {
    CitusCatalog at(NodeAddress address);
  }
}
