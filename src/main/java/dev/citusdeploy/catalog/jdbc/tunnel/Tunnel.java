package dev.citusdeploy.catalog.jdbc.tunnel;

import dev.citusdeploy.remote.ByteStream;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// What the driver's two factories need for one connection.
///
/// The driver creates its factories from class names and passes them only strings. So the tunnel is
/// bound to the connecting thread while it connects: see [#CURRENT].
///
/// @param streams opens a connection to the server through SSH
/// @param tls the program's certificate and the one authority it trusts
public record Tunnel(Supplier<ByteStream> streams, SSLContext tls) {
  /// The tunnel of the connection that this thread is making. Immutable, and unbound outside.
  public static final ScopedValue<Tunnel> CURRENT = ScopedValue.newInstance();
}
