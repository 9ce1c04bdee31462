package dev.citusdeploy.remote;

import dev.citusdeploy.model.HostName;

/// One server for the length of a run: one connection, and on it one conversation. Thread-safe; the
/// scripts of a host run one after the other.
public interface RemoteHost extends AutoCloseable {
  /// The server's name in the inventory.
  HostName name();

  /// Runs a script on the server and waits for its answer. An exit code other than zero is an
  /// answer. Interrupting the thread cancels: the conversation is closed.
  ///
  /// @throws ProblemException when there is no answer: connection lost, deadline passed, login
  ///   shell unusable, sudo refused
  Answer run(Script script);

  /// Opens a TCP connection that starts on the server, through the same SSH connection; nothing
  /// listens on this machine.
  ///
  /// @param address name or address as the server knows it
  /// @throws ProblemException when the server forbids it or nothing listens there
  ByteStream connect(String address, int port);

  /// Ends conversation and connection. Does not throw.
  @Override
  void close();
}
