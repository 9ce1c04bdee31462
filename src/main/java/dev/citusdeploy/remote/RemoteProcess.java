package dev.citusdeploy.remote;

import java.io.InputStream;
import java.io.OutputStream;

/// A process on a server, beside the conversation and on the same connection. Thread-safe, but for
/// each stream, which one thread at a time may use.
///
/// Nothing waits longer than the command's deadline: then the process is ended as by [#close],
/// reads find the end of their stream, and a flush throws [java.io.IOException]. The same happens
/// when the connection is lost, which a silent network shows after about 30 s. So the end of a
/// stream does not say that the process ended well; [#await] does.
public interface RemoteProcess extends AutoCloseable {
  /// The process' standard input. Closing it is the end of the input, unless there is a terminal,
  /// where Ctrl-D is. A write waits while the process does not read; a flush lets it go at once.
  OutputStream input();

  /// The process' standard output, and with a terminal its standard error too. A few megabytes are
  /// kept while nobody reads; then the process waits.
  InputStream output();

  /// The process' standard error; empty with a terminal. What is not read here counts with what is
  /// not read of the output: whoever reads one to its end reads the other in another thread.
  InputStream errors();

  /// Tells the process that its terminal has another size. Of no effect when it has ended.
  ///
  /// @param terminal with the new size; the type is not told anew
  /// @throws IllegalStateException when the process has no terminal
  void resize(Terminal terminal);

  /// Waits until the process has ended. Its outputs may still hold what was not read.
  ///
  /// @return the exit status, 0 to 255; where a signal ended the process, 128 and the signal's
  ///   number, as shells tell it
  /// @throws ProblemException when there is no exit status: connection lost, deadline passed,
  ///   closed meanwhile, or this thread interrupted, which does not end the process
  int await();

  /// Ends the process, if it has not ended, and its streams: the end of its input, a hang-up of its
  /// terminal, and then for it and all that it started SIGTERM, and SIGKILL 3 s later. What has
  /// cleared its environment is not found, and what runs in a container is the container's. Waits
  /// at most 15 s. Does not throw.
  @Override
  void close();
}
