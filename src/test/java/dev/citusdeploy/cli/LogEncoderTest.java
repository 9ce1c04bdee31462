package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import dev.citusdeploy.model.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void theFileKeepsNothingThatIsOnlyShown() {
    var filter = new LogFileFilter();
    var context = new LoggerContext();
    for (Level level : List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR)) {
      var own =
          new LoggingEvent("x", context.getLogger("dev.citusdeploy.x"), level, "m", null, null);
      var library =
          new LoggingEvent("x", context.getLogger("org.apache.sshd.x"), level, "m", null, null);
      assertThat(filter.decide(own) == FilterReply.NEUTRAL)
          .isEqualTo(level.isGreaterOrEqual(Level.INFO));
      assertThat(filter.decide(library) == FilterReply.NEUTRAL)
          .isEqualTo(level.isGreaterOrEqual(Level.WARN));
    }
  }

  @Test
  void theProgramsLogIsWrittenByIt() throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/logback.xml")))
        .contains("<encoder class=\"" + LogEncoder.class.getName() + "\">")
        .contains("<filter class=\"" + LogFileFilter.class.getName() + "\"/>");
  }
}
