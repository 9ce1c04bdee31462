package dev.citusdeploy.remote.ssh;

import java.io.IOException;

/// Creates channels on a session that may be ending.
final class SessionChannels {
  private SessionChannels() {}

  /// Creates a channel.
  @FunctionalInterface
  interface Maker<C> {
    /// Makes it, without opening it.
    C make() throws IOException;
  }

  /// A new channel, not opened yet.
  ///
  /// @throws IOException also where the library throws an unchecked exception: the session has
  ///   ended
  static <C> C create(Maker<C> maker) throws IOException {
    try {
      return maker.make();
    } catch (IllegalStateException e) {
      throw new IOException("the connection has ended", e);
    }
  }
}
