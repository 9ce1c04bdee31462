package dev.citusdeploy.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.SecretMask;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/// How much of the log is shown on standard error while a command runs.
public enum Verbosity {
  /// Nothing of it.
  NONE,
  /// `-v`: connections, scripts and statements with their times, and the causes of problems.
  CAUSES,
  /// `-vv`: stack traces too, and the log of the SSH library.
  TRACES;

  private static final String OWN = "dev.citusdeploy";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  /// The verbosity of a number of options `-v`.
  public static Verbosity of(int options) {
    return values()[Math.min(options, values().length - 1)];
  }

  /// Whether log events are shown on the console of this process, so that a view which is drawn
  /// over and over would only hide them.
  public static boolean isShown() {
    return LoggerFactory.getLogger(OWN).isDebugEnabled();
  }

  /// Shows log events on a console until the returned value is closed.
  public Shown on(Console console) {
    if (this == NONE) {
      return () -> {};
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var appender = new ConsoleAppender(console, this == TRACES);
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    Logger program = context.getLogger(OWN);
    Level formerRoot = root.getLevel();
    Level formerProgram = program.getLevel();
    root.setLevel(this == TRACES ? Level.DEBUG : Level.WARN);
    program.setLevel(this == TRACES ? Level.TRACE : Level.DEBUG);
    return () -> {
      root.detachAppender(appender);
      root.setLevel(formerRoot);
      program.setLevel(formerProgram);
    };
  }

  /// Log events that are shown.
  @FunctionalInterface
  public interface Shown extends AutoCloseable {
    @Override
    void close();
  }

  /// The lines of an event, with passwords and their verifiers masked.
  ///
  /// @param traces whether stack traces are among them
  static List<String> lines(ILoggingEvent event, boolean traces) {
    String logger = event.getLoggerName();
    LocalTime time = LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault());
    List<String> lines = new ArrayList<>();
    lines.add(
        time.truncatedTo(ChronoUnit.MILLIS).format(TIME)
            + " "
            + logger.substring(logger.lastIndexOf('.') + 1)
            + ": "
            + event.getFormattedMessage());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (traces && thrown != null) {
      ThrowableProxyUtil.asString(thrown).lines().forEach(line -> lines.add("  " + line.strip()));
    } else {
      for (IThrowableProxy one = thrown; one != null; one = one.getCause()) {
        lines.add("  caused by " + one.getClassName() + ": " + one.getMessage());
      }
    }
    return lines.stream().flatMap(String::lines).map(SecretMask::of).toList();
  }

  private static final class ConsoleAppender extends AppenderBase<ILoggingEvent> {
    private final Console console;
    private final boolean traces;

    private ConsoleAppender(Console console, boolean traces) {
      this.console = console;
      this.traces = traces;
    }

    @Override
    protected void append(ILoggingEvent event) {
      console.progress(
          lines(event, traces).stream()
              .map(line -> ForeignText.MARK + console.errPalette().faint(ForeignText.escaped(line)))
              .toList());
    }
  }
}
