package dev.citusdeploy.remote;

import java.io.InputStream;
import java.io.OutputStream;

/// A connection to an address behind a server, both directions.
public interface ByteStream extends AutoCloseable {
  /// The stream from the other side.
  InputStream input();

  /// The stream to the other side.
  OutputStream output();

  /// Closes both directions. Does not throw.
  @Override
  void close();
}
