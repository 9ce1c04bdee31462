package dev.citusdeploy.catalog.jdbc.tunnel;

import org.postgresql.ssl.WrappedFactory;

/// TLS with the program's certificate, over a tunnel's socket. Public with a public constructor
/// because the driver makes it by name; works only within [Tunnel#CURRENT].
public final class TunnelTlsFactory extends WrappedFactory {
  /// Takes the TLS context of the tunnel that is being connected.
  public TunnelTlsFactory() {
    factory = Tunnel.CURRENT.get().tls().getSocketFactory();
  }
}
