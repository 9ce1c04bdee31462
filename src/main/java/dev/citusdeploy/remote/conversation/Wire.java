package dev.citusdeploy.remote.conversation;

import java.io.IOException;
import java.io.OutputStream;

/// The way to a shell that runs the remote loop (`conversation.sh`). What goes to the shell is
/// written to the wire; what comes from it, and how it ended, the wire gives to the [Receiver] that
/// it was opened with.
public interface Wire extends AutoCloseable {
  /// The shell's standard input. Written to by one thread at a time.
  OutputStream input();

  /// Ends it at once: a write that waits is given up, and the receiver is told of the end. Does not
  /// throw. Any thread may call it.
  @Override
  void close();

  /// Takes what comes from the shell.
  interface Receiver {
    /// Takes its standard output. Never waits for long; from any thread, but from one at a time.
    OutputStream outputSink();

    /// Takes its standard error, likewise.
    OutputStream errorSink();

    /// Is told that nothing more will come, after all that came. From any thread.
    void ended(Ending how);
  }

  /// Opens wires to one server.
  @FunctionalInterface
  interface Opener {
    /// Starts a command line in the user's login shell. Returns as soon as it can be written to;
    /// whether the command could be run shows in what comes back.
    ///
    /// @param commandLine ASCII, of words that every login shell reads alike ([Bootstrap])
    /// @throws IOException when no wire could be opened in a limit that the opener has
    Wire open(String commandLine, Receiver receiver) throws IOException;
  }
}
