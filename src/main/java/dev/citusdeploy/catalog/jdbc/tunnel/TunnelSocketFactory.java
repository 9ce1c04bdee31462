package dev.citusdeploy.catalog.jdbc.tunnel;

import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Makes sockets whose bytes go through the SSH connection. Public with a public constructor
/// because the driver makes it by name; works only within [Tunnel#CURRENT].
public final class TunnelSocketFactory extends SocketFactory {
  private final Tunnel tunnel;

  /// Takes the tunnel that is being connected.
  public TunnelSocketFactory() {
    tunnel = Tunnel.CURRENT.get();
  }

  /// A socket that is connected already: the driver then resolves no name, which only the server
  /// may know.
  @Override
  public Socket createSocket() throws IOException {
    try {
      return new TunnelSocket(tunnel.streams().get());
    } catch (ProblemException e) {
      throw new IOException("no connection through SSH", e);
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return createSocket();
  }
}
