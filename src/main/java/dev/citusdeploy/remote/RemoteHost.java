package dev.citusdeploy.remote;

import dev.citusdeploy.model.HostName;
import java.util.function.Consumer;

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

  /// The same, while lines that the script writes to its standard error are told as they come; they
  /// are part of its answer, too.
  ///
  /// @param told hears each line, in another thread
  default Answer run(Script script, Consumer<String> told) {
    return run(script);
  }

  /// Lets the conversation itself open a file as descriptor 9, so that it stays open until the
  /// conversation ends, however it ends; what was open as 9 before is closed. Scripts inherit it: a
  /// lock that one of them takes on it is held by the conversation.
  ///
  /// @param file absolute path; made when its folder exists
  /// @return whether it could be opened
  /// @throws ProblemException when there is no answer
  boolean hold(String file);

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
