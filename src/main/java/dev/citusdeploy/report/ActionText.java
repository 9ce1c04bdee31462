package dev.citusdeploy.report;

import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Action.NodeFiles;
import dev.citusdeploy.plan.Step;

/// Actions in the words of a person, with the symbols of the field.
public final class ActionText {
  private ActionText() {}

  /// `+` something new, `~` something changed in place, `±` something made anew, ` ` a check.
  static String symbol(Action action) {
    return switch (action) {
      case Action.PullImage _,
          Action.InitialiseData _,
          Action.StartNode _,
          Action.SetCoordinatorHost _,
          Action.AddNode _ ->
          "+";
      case Action.WriteFiles(var nodes) -> nodes.stream().allMatch(ActionText::isNew) ? "+" : "~";
      case Action.ReloadNode _,
          Action.RecordBirth _,
          Action.MoveNode _,
          Action.SyncMetadata _,
          Action.RestrictClients _,
          Action.PutRole _ ->
          "~";
      case Action.RecreateNode _ -> "±";
      case Action.CheckNodes _, Action.VerifyCluster _ -> "?";
    };
  }

  private static boolean isNew(NodeFiles files) {
    return files.changes().stream()
        .allMatch(change -> change.effect() == Action.FileChange.Effect.NEW);
  }

  /// A short phrase: "write 14 files of pg-w1".
  public static String phrase(Step step) {
    return switch (step.action()) {
      case Action.PullImage(var image, var _) -> "pull image " + image;
      case Action.WriteFiles(var nodes) -> {
        int files = nodes.stream().mapToInt(node -> node.changes().size()).sum();
        yield files == 0
            ? "switch to another set of files"
            : files == 1 ? "write 1 file" : "write " + files + " files";
      }
      case Action.InitialiseData(var node, var _) -> "initialise data of " + node.node().name();
      case Action.StartNode(var node) -> "start " + node.node().name();
      case Action.RecreateNode(var node) -> "restart " + node.node().name() + " (new container)";
      case Action.ReloadNode(var node) -> "reload " + node.node().name();
      case Action.RecordBirth(var node) -> "record that " + node.node().name() + " has data";
      case Action.CheckNodes(var ways) ->
          "check Citus and ways of " + ways.size() + (ways.size() == 1 ? " node" : " nodes");
      case Action.SetCoordinatorHost(var address) -> "set the coordinator's address to " + address;
      case Action.AddNode(var address) -> "register worker " + address;
      case Action.MoveNode(var _, var from, var to) -> "move node from " + from + " to " + to;
      case Action.SyncMetadata(var address) -> "give " + address + " the metadata anew";
      case Action.RestrictClients _ -> "restrict what client roles reach";
      case Action.PutRole(var role, var _, var _) -> "set up role " + role;
      case Action.VerifyCluster _ -> "verify the cluster";
    };
  }

  /// Whether the action happens in the catalog and not on a server's disk or engine.
  static boolean isCatalog(Action action) {
    return switch (action) {
      case Action.CheckNodes _,
          Action.SetCoordinatorHost _,
          Action.AddNode _,
          Action.MoveNode _,
          Action.SyncMetadata _,
          Action.RestrictClients _,
          Action.PutRole _,
          Action.VerifyCluster _ ->
          true;
      case Action.PullImage _,
          Action.WriteFiles _,
          Action.InitialiseData _,
          Action.StartNode _,
          Action.RecreateNode _,
          Action.ReloadNode _,
          Action.RecordBirth _ ->
          false;
    };
  }
}
