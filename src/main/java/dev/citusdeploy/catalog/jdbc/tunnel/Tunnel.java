package dev.citusdeploy.catalog.jdbc.tunnel;

import dev.citusdeploy.remote.ByteStream;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// What the driver's two factories need for one connection.
///
/// The driver makes its factories itself, from class names, and hands them nothing but strings. So
/// the tunnel is bound to the thread that connects, for just as long as it connects: see
/// [#CURRENT].
///
/// @param streams opens a connection to the server through SSH
/// @param tls the program's certificate and the one authority it trusts
public record Tunnel(Supplier<ByteStream> streams, SSLContext tls) {
  /// The tunnel of the connection that this thread is making. Immutable, and unbound outside.
  public static final ScopedValue<Tunnel> CURRENT = ScopedValue.newInstance();
}
