package dev.citusdeploy.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerbosityTest {
  @Test
  void countsOptions() {
    assertThat(List.of(Verbosity.of(0), Verbosity.of(1), Verbosity.of(2), Verbosity.of(9)))
        .containsExactly(Verbosity.NONE, Verbosity.CAUSES, Verbosity.TRACES, Verbosity.TRACES);
  }

  @Test
  void showsEachCauseInALine() {
    assertThat(Verbosity.lines(event(), false))
        .satisfiesExactly(
            line -> assertThat(line).matches("[0-9:.]{12} Dialer: cannot connect"),
            line -> assertThat(line).isEqualTo("  caused by java.io.IOException: no connection"),
            line -> assertThat(line).isEqualTo("  caused by java.lang.IllegalStateException: port"),
            line -> assertThat(line).contains("SCRAM-SHA-256$***").doesNotContain("abcdef"));
  }

  @Test
  void showsStackTracesToThoseWhoAskForMore() {
    assertThat(Verbosity.lines(event(), true))
        .anyMatch(line -> line.startsWith("  at dev.citusdeploy.cli.terminal.VerbosityTest"))
        .noneMatch(line -> line.contains("abcdef"));
  }

  private static LoggingEvent event() {
    var context = new LoggerContext();
    var failure =
        new IOException(
            "no connection",
            new IllegalStateException(
                "port\n  'SCRAM-SHA-256$4096:abcdefghijklmnopqrstuvwxyz0123456789$a:b'"));
    return new LoggingEvent(
        "x", context.getLogger("dev.x.Dialer"), Level.DEBUG, "cannot connect", failure, null);
  }
}
