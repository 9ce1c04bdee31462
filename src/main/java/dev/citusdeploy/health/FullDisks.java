package dev.citusdeploy.health;

import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import java.util.ArrayList;
import java.util.List;

/// Servers whose disks are full: a node there may still answer, but fails writes. When it cannot
/// write its write-ahead log it ends, and ends again at each start.
public final class FullDisks {
  private static final long MEBIBYTE = 1L << 20;

  /// Two segments of the write-ahead log, and files for a checkpoint: with less, a running node may
  /// end, and a stopped one may not start again.
  public static final DiskSpace LEAST = new DiskSpace(32 * MEBIBYTE, 0, 100);

  private FullDisks() {}

  /// One problem for each such server that has data of a node.
  public static List<Problem> problems(Inventory inventory, ClusterFacts facts) {
    List<Problem> problems = new ArrayList<>();
    for (HostFacts.Known known : facts.known()) {
      DiskSpace space = known.system().data();
      boolean full =
          space.sizeBytes() > 0
              && (space.freeBytes() < LEAST.freeBytes() || space.freeFiles() < LEAST.freeFiles());
      boolean hasData =
          known.nodes().values().stream()
              .anyMatch(node -> node.data() instanceof NodeFacts.DataFolder.Initialised);
      if (full && hasData) {
        problems.add(problem(inventory, known, space));
      }
    }
    return problems;
  }

  private static Problem problem(Inventory inventory, HostFacts.Known known, DiskSpace space) {
    Host host =
        inventory.hosts().stream()
            .filter(each -> each.name().equals(known.host()))
            .findFirst()
            .orElseThrow();
    String path = inventory.paths().data();
    boolean bytes = space.freeBytes() < LEAST.freeBytes();
    ShellCommand disk = ShellCommand.of(bytes ? "df -h" : "df -i").word(path);
    ShellCommand within = ShellCommand.of("du -axh -d 3").word(path);
    return new Problem(
        HealthProblemCodes.DATA_DISK_FULL,
        "the disk of the data at " + path + " is full",
        "host " + known.host(),
        (bytes
                ? "%d MiB of %d MiB are free"
                    .formatted(space.freeBytes() / MEBIBYTE, space.sizeBytes() / MEBIBYTE)
                : space.freeFiles() + " files can still be made (inodes)")
            + "; writes fail there, and without space for its write-ahead log the node ends at each"
            + " start, even if its log mentions backups",
        "free space, but remove nothing below pgdata: WAL and data alike are needed. See what is there:"
            + ServerCommand.line(host, disk)
            + ServerCommand.line(host, within).substring(1)
            + "then `citus-deploy apply INVENTORY`");
  }
}
