package dev.citusdeploy.remote.conversation;

import java.io.IOException;
import java.io.OutputStream;

/// The connection to a shell that runs the remote loop (`conversation.sh`). The shell's input is
/// written to the wire; its outputs and its end are passed to the [Receiver] that the wire was
/// opened with.
public interface Wire extends AutoCloseable {
  /// The shell's standard input. Written to by one thread at a time.
  OutputStream input();

  /// Ends it at once: a waiting write is given up, and the receiver is notified of the end. Does
  /// not throw. Any thread may call it.
  @Override
  void close();

  /// Receives the shell's outputs.
  interface Receiver {
    /// Receives standard output. Never waits for long; called by one thread at a time.
    OutputStream outputSink();

    /// Receives standard error, likewise.
    OutputStream errorSink();

    /// Called at the end, after all output. From any thread.
    void ended(Ending how);
  }

  /// Opens wires to one server.
  @FunctionalInterface
  interface Opener {
    /// Starts a command line in the user's login shell. Returns as soon as it can be written to;
    /// the outputs show whether the command could be run.
    ///
    /// @param commandLine ASCII, of words that every login shell reads the same ([Bootstrap])
    /// @throws IOException when no wire could be opened in a limit that the opener has
    Wire open(String commandLine, Receiver receiver) throws IOException;
  }
}
