package dev.citusdeploy.remote;

import dev.citusdeploy.model.HostName;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One server during a run: one connection with one conversation. Thread-safe; the scripts of a
/// host run one after the other, processes and byte streams in parallel.
public interface RemoteHost extends AutoCloseable {
  /// The server's name in the inventory.
  HostName name();

  /// Runs a script on the server and waits for its answer. An exit code other than zero is an
  /// answer. Interrupting the thread cancels: the conversation is closed.
  ///
  /// @throws ProblemException when there is no answer: connection lost, deadline passed, login
  ///   shell unusable, sudo refused
  Answer run(Script script);

  /// The same, and passes on the lines of the script's standard error as they arrive; they are part
  /// of its answer, too.
  ///
  /// @param lines receives each line, in another thread
  default Answer run(Script script, Consumer<String> lines) {
    return run(script);
  }

  /// Makes the conversation's shell open a file as descriptor 9, which stays open until the
  /// conversation ends, in whatever manner; a file that was open as 9 before is closed. Scripts
  /// inherit it: a lock that one of them takes on it is held by the conversation.
  ///
  /// @param file absolute path; made when its folder exists
  /// @return whether it could be opened
  /// @throws ProblemException when there is no answer
  boolean hold(String file);

  /// Opens a TCP connection that starts on the server, through the same SSH connection; nothing
  /// listens on this machine.
  ///
  /// @param address name or address as resolved by the server
  /// @throws ProblemException when the server forbids it or nothing listens there
  ByteStream connect(String address, int port);

  /// Starts a process on the server, beside the conversation: with the user's `sh`, as root when
  /// the inventory sets sudo, with the PATH and the umask of scripts, but the user's own locale.
  /// Returns as soon as it can be written to; a command that cannot be run shows in its exit
  /// status.
  ///
  /// @param terminal the terminal of the process; null for plain streams. A server that gives none
  ///   (`PermitTTY no`) runs the process without.
  /// @throws ProblemException when it could not be started: connection lost, login shell unusable,
  ///   sudo refused; or when this kind of host cannot provide terminals
  RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal);

  /// Ends conversation, processes and connection. Does not throw.
  @Override
  void close();
}
