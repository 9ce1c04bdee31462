package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.model.NodeAddress;
import java.util.List;
import java.util.Optional;

/// What a step does. Every action can be repeated: done half, it is done whole the next time.
///
/// An action is one class in `plan.action`. It states here once what others need to know of it: the
/// scheduler, the gate, limits, texts and JSON ask for that and never for its class. Beside the
/// class there are a handler in `execution.step` and an entry in each registry (`StepHandlers`,
/// `ActionDetails`).
public interface Action {
  /// What kind of action it is.
  ActionTraits traits();

  /// What it does, as a short phrase for people: `write 14 files`.
  String phrase();

  /// What a run waits for while it is under way, for the end of a sentence that begins with
  /// "waiting for".
  String awaited();

  /// The word for it in ids of steps and in JSON: `write-files`.
  default String word() {
    return traits().word();
  }

  /// Changed files that it writes, by service; empty for all other actions.
  default List<ServiceFiles> files() {
    return List.of();
  }

  /// The node whose container it makes, starts or signals; empty when it does none of that.
  default Optional<DesiredNode> container() {
    return Optional.empty();
  }

  /// The image that it fetches; empty for all other actions.
  default Optional<String> fetches() {
    return Optional.empty();
  }

  /// Addresses of nodes that other nodes must reach for it, beside those that the catalog has.
  default List<NodeAddress> reaches() {
    return List.of();
  }

  /// The address in the catalog that it replaces by another; empty when it does no such thing.
  default Optional<AddressChange> addressChange() {
    return Optional.empty();
  }

  /// Whether it writes a secret to a path on the server.
  default boolean isSecretFile(String path) {
    return files().stream()
        .anyMatch(files ->
            files.changes().stream()
                .map(FileChange::file)
                .filter(DesiredFile::secret)
                .anyMatch(file -> path.equals(files.service().folder() + "/" + file.path())));
  }

  /// A node's address in the catalog that becomes another one.
  record AddressChange(NodeAddress from, NodeAddress to) {}
}
