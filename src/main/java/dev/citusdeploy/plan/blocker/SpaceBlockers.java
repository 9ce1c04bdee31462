package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.health.FullDisks;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;

/// Too little disk space on a host for what is planned there. A full disk blocks nothing when the
/// cluster needs no change.
public final class SpaceBlockers {
  private static final long MEBIBYTE = 1L << 20;

  /// Files come twice for a moment, in staging and in their place; a node's are less than 100 kB.
  private static final DiskSpace FILES = new DiskSpace(8 * MEBIBYTE, 0, 200);

  /// A new data directory takes 50 MB in some 2000 files, but its write-ahead log may grow to
  /// max_wal_size, which is 1 GB, before a checkpoint is made for its sake.
  private static final DiskSpace DATA = new DiskSpace(1024 * MEBIBYTE, 0, 4000);

  /// A stop writes what is in memory, and the next start goes through the write-ahead log and goes
  /// on writing it.
  private static final DiskSpace RESTART = FullDisks.LEAST;

  private final Situation situation;

  public SpaceBlockers(Situation situation) {
    this.situation = situation;
  }

  /// Problems of a host on which nodes need something.
  public List<Problem> of(HostName name, List<NodeNeeds> needs) {
    if (!(situation.facts().hosts().get(name) instanceof HostFacts.Known known)) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    SystemFacts system = known.system();
    Inventory.Paths paths = situation.inventory().paths();
    if (needs.stream().anyMatch(need -> need.filesToWrite().isPresent())
        && isShort(system.program(), FILES, 1)) {
      problems.add(low(name, paths.program(), system.program(), "files of nodes", FILES));
    }
    int fresh = (int) needs.stream().filter(need -> need.initialise() != null).count();
    if (fresh > 0 && isShort(system.data(), DATA, fresh)) {
      DiskSpace wanted = new DiskSpace(DATA.freeBytes() * fresh, 0, DATA.freeFiles() * fresh);
      String what = fresh == 1 ? "the data of a new node" : "the data of " + fresh + " new nodes";
      problems.add(low(name, paths.data(), system.data(), what, wanted));
    }
    boolean stops = needs.stream().anyMatch(need -> need.recreate() != null && need.serves());
    if (stops && isShort(system.data(), RESTART, 1)) {
      String what = "a restart: a node that is stopped on a full disk may not come back";
      problems.add(low(name, paths.data(), system.data(), what, RESTART));
    }
    return problems;
  }

  private static boolean isShort(DiskSpace there, DiskSpace wanted, int times) {
    return there.freeBytes() < wanted.freeBytes() * times
        || there.freeFiles() < wanted.freeFiles() * times;
  }

  private Problem low(HostName name, String path, DiskSpace there, String what, DiskSpace wanted) {
    boolean bytes = there.freeBytes() < wanted.freeBytes();
    Host host =
        situation.inventory().hosts().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Problem(
        PlanProblemCodes.DISK_SPACE_LOW,
        "too little room at " + path + " for " + what,
        "host " + name,
        bytes
            ? mebibytes(there.freeBytes())
                + " of "
                + mebibytes(there.sizeBytes())
                + " are free there, "
                + mebibytes(wanted.freeBytes())
                + " are the least to begin with"
            : there.freeFiles()
                + " files can still be made there (inodes), "
                + wanted.freeFiles()
                + " are the least to begin with",
        "see what is full, and make room:"
            + ServerCommand.line(host, bytes ? ShellCommand.of("df -h") : ShellCommand.of("df -i"))
            + "then run the same command again"
            + (wanted.equals(RESTART)
                ? ""
                : "; or let `paths` in the inventory name a larger file system"));
  }

  private static String mebibytes(long bytes) {
    return bytes / MEBIBYTE + " MiB";
  }
}
