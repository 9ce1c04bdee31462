package dev.citusdeploy.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/// Lets into the log file what is worth keeping, whatever `-v` shows on the terminal: this
/// program's events from INFO on, libraries' from WARN on. Named in logback.xml.
public final class LogFileFilter extends Filter<ILoggingEvent> {
  @Override
  public FilterReply decide(ILoggingEvent event) {
    Level least = event.getLoggerName().startsWith("dev.citusdeploy") ? Level.INFO : Level.WARN;
    return event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
