package dev.citusdeploy.cli;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.SecretMask;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// Writes events into the log file so that they can be read on a terminal: an event is a line, what
/// it brings in further lines bears the mark of foreign text, nothing in it moves a cursor or hides
/// itself, and passwords and their verifiers are masked. Named in logback.xml.
public final class LogEncoder extends PatternLayoutEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    String text = getLayout().doLayout(event);
    String lines =
        text.lines()
            .map(line -> ForeignText.escaped(SecretMask.of(line.replace("\t", "  "))))
            .collect(Collectors.joining("\n" + ForeignText.MARK));
    return (lines + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
