package dev.citusdeploy.remote;

import java.io.InputStream;
import java.io.OutputStream;

/// A connection to an address behind a server, both directions.
public interface ByteStream extends AutoCloseable {
  /// What the other side sends.
  InputStream input();

  /// What goes to the other side.
  OutputStream output();

  /// Closes both directions. Does not throw.
  @Override
  void close();
}
