package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.citusdeploy.model.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LogEncoderTest {
  @Test
  void anEventIsALineAndTheRestOfItBearsTheMark() {
    var context = new LoggerContext();
    var encoder = new LogEncoder();
    encoder.setContext(context);
    encoder.setPattern("%level: %msg%n");
    encoder.start();
    var failure = new IOException("evil \u001b[2J\n2026-01-01 INFO forged\u202e");
    var event =
        new LoggingEvent(
            "x", context.getLogger("x"), Level.WARN, "one\u009b\n  next: two", failure, null);

    String text = new String(encoder.encode(event), StandardCharsets.UTF_8);

    assertThat(text).startsWith("WARN: one\\u009b\n│   next: two\n│ java.io.IOException");
    assertThat(text.lines().skip(1))
        .contains("│ 2026-01-01 INFO forged\\u202e")
        .allMatch(line -> line.startsWith(ForeignText.MARK));
    assertThat(text.lines().flatMapToInt(String::codePoints)).noneMatch(ForeignText::isHarmful);
  }

  @Test
  void theProgramsLogIsWrittenByIt() throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/logback.xml")))
        .contains("<encoder class=\"" + LogEncoder.class.getName() + "\">");
  }
}
