package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// A host whose connections lead to one published port of a container, whatever address is asked
/// for, as if that container were the server.
///
/// @param name of the host
record DirectHost(HostName name, String published, int port) implements RemoteHost {
  @Override
  public Answer run(Script script) {
    throw new UnsupportedOperationException("the catalog runs no scripts");
  }

  @Override
  public boolean hold(String file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ByteStream connect(String address, int asked) {
    try {
      return new Plain(new Socket(published, port));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              new ProblemCode("ssh-forward-refused", Problem.Kind.UNREACHABLE, "", ""),
              "nothing listens on " + address,
              name.value(),
              e.toString(),
              "start it"),
          e);
    }
  }

  @Override
  public void close() {}

  private record Plain(Socket socket) implements ByteStream {
    @Override
    public InputStream input() {
      try {
        return socket.getInputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OutputStream output() {
      try {
        return socket.getOutputStream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
