package dev.citusdeploy.catalog.jdbc.tunnel;

import dev.citusdeploy.model.Background;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Reads a stream without time-outs the way a socket reads, with a time-out. A virtual thread reads
/// ahead into a short queue, since nothing else ends a blocked read without closing the stream. It
/// ends with the stream.
final class TunnelInput extends InputStream {
  private static final int CHUNK_BYTES = 16 * 1024;
  private static final int CHUNKS_AHEAD = 8;

  private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
  private final IntSupplier timeoutMillis;
  private final Thread reader;
  private Chunk current = new Data(new ByteArrayInputStream(new byte[0]));

  /// @param timeoutMillis how long a read may wait, evaluated at each read; 0 is for ever
  TunnelInput(InputStream source, IntSupplier timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    this.reader = Background.start("catalog-tunnel", () -> pump(source));
  }

  private void pump(InputStream source) {
    try {
      byte[] buffer = new byte[CHUNK_BYTES];
      for (int size = source.read(buffer); size >= 0; size = source.read(buffer)) {
        byte[] content = Arrays.copyOf(buffer, size);
        queue.put(new Data(new ByteArrayInputStream(content)));
      }
      queue.put(new End(null));
    } catch (IOException e) {
      endWith(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endWith(IOException failure) {
    try {
      queue.put(new End(failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (current instanceof Data(ByteArrayInputStream data) && data.available() == 0) {
      current = next();
    }
    return switch (current) {
      case Data(ByteArrayInputStream data) -> data.read(target, offset, length);
      case End end -> end.result();
    };
  }

  @Override
  public int available() {
    return current instanceof Data(ByteArrayInputStream data) ? data.available() : 0;
  }

  /// Ends the reading thread, which may be waiting for space in the queue.
  @Override
  public void close() {
    reader.interrupt();
  }

  private Chunk next() throws IOException {
    int millis = timeoutMillis.getAsInt();
    try {
      Chunk chunk = millis == 0 ? queue.take() : queue.poll(millis, TimeUnit.MILLISECONDS);
      if (chunk == null) {
        throw new SocketTimeoutException("no answer within " + millis + " ms");
      }
      return chunk;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /// What the reading thread passes on.
  private sealed interface Chunk {}

  private record Data(ByteArrayInputStream content) implements Chunk {}

  /// @param failure why there is no more, null for a regular end
  private record End(@Nullable IOException failure) implements Chunk {
    int result() throws IOException {
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      return -1;
    }
  }
}
