package dev.citusdeploy.lab;

import dev.citusdeploy.lab.docker.LabProblemCodes;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.List;

/// The options of a lab.
///
/// @param servers how many servers, 1 to 50; the first is the coordinator's
/// @param addresses how many further addresses each has, each of which becomes a worker of its own
/// @param image the choice of the database image
/// @param moreImages further images that the servers are to have, name with tag, such as the next
///   version for an upgrade
public record LabOptions(
    int servers, int addresses, DatabaseImage.Choice image, List<String> moreImages) {
  /// The most servers of one lab.
  public static final int MOST_SERVERS = 50;

  /// The most further addresses of all servers together.
  public static final int MOST_ADDRESSES = 2000;

  /// @throws ProblemException when a number is out of range
  public LabOptions {
    if (servers < 1 || servers > MOST_SERVERS) {
      throw refused(servers + " servers", "1 to " + MOST_SERVERS + " are possible");
    }
    if (addresses < 0 || (long) addresses * servers > MOST_ADDRESSES) {
      throw refused(
          addresses + " further addresses a server",
          MOST_ADDRESSES + " are possible in one lab, all servers together");
    }
    moreImages = List.copyOf(moreImages);
  }

  /// Some servers with the best image there is.
  public static LabOptions of(int servers) {
    return new LabOptions(servers, 0, new DatabaseImage.Choice.Best(), List.of());
  }

  /// The same with another image.
  public LabOptions with(DatabaseImage.Choice other) {
    return new LabOptions(servers, addresses, other, moreImages);
  }

  private static ProblemException refused(String what, String why) {
    return new ProblemException(
        new Problem(
            LabProblemCodes.LAB_SIZE,
            "a lab cannot have " + what,
            "lab up",
            why,
            "take fewer: `citus-deploy lab up --servers 3`"));
  }
}
