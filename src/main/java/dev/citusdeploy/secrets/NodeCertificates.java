package dev.citusdeploy.secrets;

import dev.citusdeploy.model.NodeName;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// Certificates of nodes. They are a pure function of the cluster's secrets, the node's name and
/// its addresses: planning twice gives the same files, and no node's key has to be stored.
/// Thread-safe.
public final class NodeCertificates {
  private static final List<KeyPurposeId> PURPOSES =
      List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

  private final byte[] clusterKey;
  private final CertificateAuthority authority;

  /// @throws IllegalArgumentException when the authority of the secrets is unreadable
  public NodeCertificates(ClusterSecrets secrets) {
    this.clusterKey = secrets.keyBytes();
    this.authority = CertificateAuthority.of(secrets.authority());
  }

  /// The certificate and key of a node, for use as server and as client. The key is derived from
  /// the name alone and stays when addresses change. Valid for the addresses, the node's name,
  /// `localhost` and the loopback addresses.
  ///
  /// @param addresses IP addresses or DNS names that the node is dialled by: what it advertises
  ///   first, then its host's address
  public Credential issue(NodeName node, List<String> addresses) {
    return authority.issue(
        new CertificateAuthority.Request(
            commonName(node),
            alternatives(node, addresses),
            PURPOSES,
            EllipticKeys.derived(clusterKey, "node key\0" + node.value())));
  }

  /// The common name in a node's certificate, which `pg_ident.conf` maps to roles.
  public static String commonName(NodeName node) {
    return node.value() + ".node";
  }

  private static List<GeneralName> alternatives(NodeName node, List<String> addresses) {
    SequencedSet<GeneralName> names = new LinkedHashSet<>();
    addresses.forEach(address -> names.add(alternative(address)));
    names.add(alternative(node.value()));
    names.add(alternative("localhost"));
    names.add(alternative("127.0.0.1"));
    names.add(alternative("::1"));
    return List.copyOf(names);
  }

  private static GeneralName alternative(String address) {
    boolean literal = address.indexOf(':') >= 0 || address.matches("[0-9]+(\\.[0-9]+){3}");
    if (!literal) {
      return new GeneralName(GeneralName.dNSName, address.toLowerCase(Locale.ROOT));
    }
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes));
  }
}
