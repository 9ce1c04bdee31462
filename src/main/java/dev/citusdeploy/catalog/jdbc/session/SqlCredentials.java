package dev.citusdeploy.catalog.jdbc.session;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who logs in to the nodes' servers and how both sides prove who they are. Lives in memory only.
///
/// @param user the superuser that the certificate's name is mapped to
/// @param database the cluster's database
/// @param key private key of the program's certificate
/// @param chain the program's certificate, then the intermediate ones up to the authority
/// @param ca certificate of the cluster's authority, the only one that is trusted
public record SqlCredentials(
    String user, String database, PrivateKey key, List<X509Certificate> chain, X509Certificate ca) {
  /// Copies the chain.
  ///
  /// @throws IllegalArgumentException when the chain is empty
  public SqlCredentials {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate to log in with");
    }
  }

  /// Names only: the key must not be shown.
  @Override
  public String toString() {
    return user + "@" + database + " by " + chain.getFirst().getSubjectX500Principal();
  }
}
