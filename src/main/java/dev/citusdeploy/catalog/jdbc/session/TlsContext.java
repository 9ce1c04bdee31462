package dev.citusdeploy.catalog.jdbc.session;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The TLS context of the program's login: its own certificate, and trust only in the cluster's
/// authority. All in memory.
public final class TlsContext {
  /// The password of a key store that never leaves memory; the API requires one.
  private static final char[] NO_PASSWORD = new char[0];

  private TlsContext() {}

  /// A context with the own certificate of the program, which trusts the CA of the cluster only.
  ///
  /// @throws IllegalArgumentException when key and certificates do not belong together
  public static SSLContext of(SqlCredentials credentials) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own(credentials), NO_PASSWORD);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted(credentials));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("unusable certificate: " + credentials, e);
    }
  }

  private static KeyStore own(SqlCredentials credentials)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry(
        "own", credentials.key(), NO_PASSWORD, credentials.chain().toArray(X509Certificate[]::new));
    return store;
  }

  private static KeyStore trusted(SqlCredentials credentials)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setCertificateEntry("authority", credentials.ca());
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
