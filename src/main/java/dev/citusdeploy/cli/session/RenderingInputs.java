package dev.citusdeploy.cli.session;

import dev.citusdeploy.catalog.jdbc.session.SqlCredentials;
import dev.citusdeploy.desired.ClusterTrust;
import dev.citusdeploy.desired.ServerTraits;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.health.SameMachine;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.secrets.AdministratorIdentity;
import dev.citusdeploy.secrets.ClusterSecrets;
import dev.citusdeploy.secrets.Credential;
import dev.citusdeploy.secrets.NodeCertificates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Hands what one package found to the package that needs it, in the form that package takes.
public final class RenderingInputs {
  private RenderingInputs() {}

  /// Certificates and passwords for rendering. A password that the inventory gives wins over one of
  /// the secrets file.
  public static ClusterTrust of(Inventory inventory, ClusterSecrets secrets, GivenPasswords given) {
    NodeCertificates certificates = new NodeCertificates(secrets);
    SequencedMap<NodeName, ClusterTrust.NodeIdentity> nodes = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      Credential issued = certificates.issue(node.name(), names(node, inventory.hostOf(node)));
      nodes.put(node.name(), new ClusterTrust.NodeIdentity(issued.certificate(), issued.key()));
    }
    SequencedMap<String, Secret> roles = new LinkedHashMap<>();
    for (Inventory.Client client : inventory.clients()) {
      Secret password =
          given.roles().getOrDefault(client.role(), secrets.rolePasswords().get(client.role()));
      roles.put(client.role(), Objects.requireNonNull(password, "no password for a role"));
    }
    return new ClusterTrust(secrets.authority().certificate(), nodes, roles, secrets.fingerprint());
  }

  /// What clients and nodes may call a node. A zone is this machine's own affair.
  private static List<String> names(Node node, Host host) {
    return Stream.concat(
            Stream.of(node.address().host(), host.address()), host.listen().addresses().stream())
        .filter(name -> name.indexOf('%') < 0)
        .distinct()
        .toList();
  }

  /// What rendering needs to know of each server that answered. Each server reports its own image
  /// only, so that a worker cannot decide about another's containers; where the image is not there
  /// yet, the copy of the coordinator's host counts, and without that one it is taken for one like
  /// the official ones.
  public static Map<HostName, ServerTraits> traits(Inventory inventory, ClusterFacts facts) {
    ImageTraits usual =
        facts.hosts().get(inventory.coordinator().host()) instanceof HostFacts.Known coordinator
            ? image(inventory, coordinator, ImageTraits.OFFICIAL)
            : ImageTraits.OFFICIAL;
    Map<HostName, ServerTraits> traits = new LinkedHashMap<>();
    for (HostFacts.Known host : facts.known()) {
      traits.put(
          host.host(),
          new ServerTraits(
              host.system().hardware(),
              SameMachine.nodes(inventory, facts, host),
              image(inventory, host, usual)));
    }
    return traits;
  }

  private static ImageTraits image(
      Inventory inventory, HostFacts.Known host, ImageTraits otherwise) {
    ImageFacts image = host.images().get(inventory.image());
    return image == null ? otherwise : image.traits();
  }

  /// What the program logs in to the nodes' servers with.
  static SqlCredentials credentials(Inventory inventory, ClusterSecrets secrets) {
    AdministratorIdentity administrator = AdministratorIdentity.of(secrets);
    return new SqlCredentials(
        inventory.superuser(),
        inventory.database(),
        administrator.key(),
        administrator.chain(),
        administrator.authority());
  }
}
