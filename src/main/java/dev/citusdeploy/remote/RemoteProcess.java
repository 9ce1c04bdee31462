package dev.citusdeploy.remote;

import java.io.InputStream;
import java.io.OutputStream;

/// A process on a server, beside the conversation and on the same connection. Thread-safe, except
/// that each stream may be used by one thread at a time only.
///
/// Nothing waits longer than the command's deadline: then the process is ended as by [#close],
/// reads find the end of their stream, and a flush throws [java.io.IOException]. The same happens
/// when the connection is lost, which is detected after about 30 s of silence. So the end of a
/// stream does not mean that the process succeeded; [#await] gives its exit status.
public interface RemoteProcess extends AutoCloseable {
  /// The process' standard input. Closing it is the end of the input, unless there is a terminal,
  /// where Ctrl-D is. A write waits while the process does not read; a flush sends at once.
  OutputStream input();

  /// The process' standard output, and with a terminal its standard error too. A few megabytes are
  /// kept while nobody reads; then the process waits.
  InputStream output();

  /// The process' standard error; empty with a terminal. Its unread bytes and those of the output
  /// share one limit: to read one to its end, read the other in another thread.
  InputStream errors();

  /// Sets the size of the process' terminal. Has no effect when the process has ended.
  ///
  /// @param terminal with the new size; the type is not changed
  /// @throws IllegalStateException when the process has no terminal
  void resize(Terminal terminal);

  /// Waits until the process has ended. Its outputs may still have unread bytes.
  ///
  /// @return the exit status, 0 to 255; if a signal ended the process, 128 plus the signal's
  ///   number, as in shells
  /// @throws ProblemException when there is no exit status: connection lost, deadline passed,
  ///   closed meanwhile, or this thread interrupted, which does not end the process
  int await();

  /// Ends the process, if it has not ended, and its streams: closes its input, hangs up its
  /// terminal, then sends SIGTERM, and SIGKILL 3 s later, to it and all its descendants.
  /// Descendants with a cleared environment are not found, and processes in a container are not
  /// ended. Waits at most 15 s. Does not throw.
  @Override
  void close();
}
