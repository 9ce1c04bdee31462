package dev.citusdeploy.catalog.jdbc.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TunnelInputTest {
  private final PipedOutputStream sender = new PipedOutputStream();
  private final InputStream source = pipe(sender);

  @Test
  void readsAllBytesInTheirOrder() throws Exception {
    byte[] content = new byte[300_000];
    new Random(7).nextBytes(content);
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try (sender) {
                sender.write(content);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(new TunnelInput(source, () -> 0).readAllBytes()).isEqualTo(content);
    writer.join();
  }

  @Test
  void givesUpAfterTheTimeOutAndCanBeReadAgain() throws Exception {
    var input = new TunnelInput(source, () -> 50);

    assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    sender.write(200);
    sender.flush();
    assertThat(new TunnelInputReader(input).within(Duration.ofSeconds(5))).isEqualTo(200);
  }

  @Test
  void staysAtItsEnd() throws Exception {
    var input = new TunnelInput(InputStream.nullInputStream(), () -> 0);

    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.read()).isEqualTo(-1);
  }

  @Test
  void reportsWhyTheStreamBroke() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the SSH connection is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> new TunnelInput(broken, () -> 0).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the SSH connection is gone");
  }

  @Test
  void anInterruptEndsARead() {
    var input = new TunnelInput(source, () -> 0);
    Thread.currentThread().interrupt();

    assertThatThrownBy(input::read).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static InputStream pipe(PipedOutputStream sender) {
    try {
      return new PipedInputStream(sender, 1024);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads again after time-outs, as the driver may.
  private record TunnelInputReader(TunnelInput input) {
    int within(Duration limit) throws IOException {
      for (long millis = 0; millis < limit.toMillis(); millis += 50) {
        try {
          return input.read();
        } catch (SocketTimeoutException _) {
          // The byte is still in the reading thread.
        }
      }
      return -2;
    }
  }
}
