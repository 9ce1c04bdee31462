package dev.citusdeploy.cli.session;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.secrets.ClusterSecrets;
import dev.citusdeploy.secrets.SecretsFactory;
import dev.citusdeploy.secrets.SecretsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Where a run's secrets come from: the secrets file, or generation while there is no data that
/// other secrets belong to.
///
/// @param inventory the cluster
/// @param source the secrets file
/// @param loaded what stood in it when the run began, empty when there is no such file
record SecretsSource(Inventory inventory, SecretsFile source, Optional<ClusterSecrets> loaded) {

  /// Reads the secrets file if there is one.
  ///
  /// @throws ProblemException when it is there and unusable, or when its place is not known
  static SecretsSource of(Inventory inventory, InventoryOptions options) {
    if (options.secrets == null && InventoryInput.isStandardInput(options)) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.SECRETS_FILE_NOT_NAMED,
              "it is not known where the secrets file is",
              "command line",
              "the inventory comes from standard input, so there is no file to search beside",
              "name it with `--secrets FILE`"));
    }
    SecretsFile file =
        options.secrets == null
            ? SecretsFile.beside(inventory.file())
            : new SecretsFile(options.secrets);
    return new SecretsSource(inventory, file, file.load(inventory.cluster()));
  }

  /// Path of the secrets file.
  Path file() {
    return source.path();
  }

  /// Path of the authority's certificate, which clients verify the server with.
  Path certificateFile() {
    String name = source.path().getFileName().toString().replaceFirst("(\\.secrets)?\\.ya?ml$", "");
    return source.path().resolveSibling(name + ".ca.crt");
  }

  /// The secrets as this run needs them: from the file, with a password for every client role, or
  /// new ones.
  ///
  /// @throws ProblemException when there is no file although a host holds data of the cluster
  ClusterSecrets orGenerated(ClusterFacts facts) {
    SecureRandom random = new SecureRandom();
    return existing(facts)
        .map(known -> known.withRoles(generatedRoles(), random))
        .orElseGet(() ->
            SecretsFactory.generate(
                inventory.cluster(), generatedRoles(), random, Clock.systemUTC()));
  }

  /// The secrets from the file; empty when there is neither file nor data.
  ///
  /// @throws ProblemException when there is no file although a host holds data of the cluster
  Optional<ClusterSecrets> existing(ClusterFacts facts) {
    if (loaded.isEmpty() && facts.anyData()) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.SECRETS_MISSING,
              "the secrets file is missing, but there is data of a cluster "
                  + inventory.cluster()
                  + " on host "
                  + facts.hostsWithData().getFirst(),
              file().toString(),
              "certificates and passwords of existing nodes are never generated again: the nodes"
                  + " would refuse each other and every client",
              "copy the file from the machine on which the cluster was made, or from its backup, or"
                  + " name it with `--secrets FILE`; if that cluster is another one that shares the"
                  + " name, give this one another name with `cluster:`"));
    }
    return loaded;
  }

  /// Whether the secrets differ from the file's.
  boolean mustSave(ClusterSecrets secrets) {
    return !loaded.equals(Optional.of(secrets));
  }

  /// Writes the file if it must change, and the authority's certificate beside it for clients.
  void save(ClusterSecrets secrets) {
    if (mustSave(secrets)) {
      source.save(secrets, loaded);
    }
    String certificate = secrets.authority().certificate();
    try {
      if (!Files.exists(certificateFile())
          || !Files.readString(certificateFile()).equals(certificate)) {
        Files.writeString(certificateFile(), certificate);
      }
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.CERTIFICATE_NOT_WRITTEN,
              "the cluster's CA certificate cannot be written",
              certificateFile().toString(),
              String.valueOf(e.getMessage()),
              "make its folder writable, or keep the secrets elsewhere: `--secrets FILE`"),
          e);
    }
  }

  /// Names of the client roles, each once.
  List<String> roles() {
    return inventory.clients().stream().map(Inventory.Client::role).distinct().toList();
  }

  /// Names of the client roles whose passwords the inventory does not give.
  private List<String> generatedRoles() {
    return inventory.clients().stream()
        .filter(client -> client.password() == null)
        .map(Inventory.Client::role)
        .distinct()
        .toList();
  }
}
