package dev.citusdeploy.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.report.Palette;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InterruptionTest {
  private final StringWriter written = new StringWriter();
  private final AtomicInteger stops = new AtomicInteger();
  private Instant now = Instant.EPOCH;
  private final Interruption interruption =
      new Interruption(
          Thread.currentThread(),
          console(new BufferedReader(new StringReader(""))),
          () -> now,
          stops::incrementAndGet);

  @AfterEach
  void forgets() {
    Thread.interrupted();
  }

  @Test
  void theFirstRequestInterruptsAndTheSecondStopsAtOnce() {
    interruption.whenStopped("go on like this");
    interruption.asked();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stops).hasValue(0);

    now = now.plusSeconds(1);
    interruption.asked();
    assertThat(stops).hasValue(1);
    assertThat(written).hasToString("\n✗ stopped at once: go on like this\n");
  }

  @Test
  void aSignalThatIsSentTwiceIsOneRequest() {
    interruption.asked();
    now = now.plus(Duration.ofMillis(200));
    interruption.asked();
    assertThat(stops).hasValue(0);
  }

  @Test
  void aTerminalThatIsClosedNeverStopsAtOnce() {
    interruption.hungUp();
    assertThat(Thread.interrupted()).isTrue();
    now = now.plusSeconds(9);
    interruption.hungUp();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(stops).hasValue(0);
    interruption.asked();
    assertThat(stops).hasValue(1);
  }

  @Test
  void aQuestionDoesNotHoldUpAnInterrupt() throws IOException {
    try (PipedWriter nobodyTypes = new PipedWriter();
        BufferedReader in = new BufferedReader(new PipedReader(nobodyTypes))) {
      Console console = console(in);
      interruption.asked();
      assertThatThrownBy(() -> console.confirm("Do it?")).isInstanceOf(InterruptedException.class);
      assertThat(written).hasToString("Do it? [y/N] \n");
    }
  }

  private Console console(BufferedReader in) {
    return new Console(
        new PrintWriter(written),
        new PrintWriter(written),
        in,
        Palette.PLAIN,
        Palette.PLAIN,
        true,
        new TerminalSize(80, 24));
  }
}
