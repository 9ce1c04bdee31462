package dev.citusdeploy.integration;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.Interruption;
import dev.citusdeploy.cli.terminal.TerminalSize;
import dev.citusdeploy.report.Palette;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// The program in a process of its own, which tells when a run has come to a moment, so that it can
/// be killed there. Where the moment is between two steps the run stands still there: no other step
/// begins before the process is killed.
final class CutOffProgram {
  /// The line that tells.
  static final String HERE = "citus-deploy may be cut off here";

  private CutOffProgram() {}

  /// A moment of a run.
  enum Moment {
    /// Right before a step that matches begins; the run stands still.
    BEFORE("▸ .*"),
    /// Right after a step that matches began; the run goes on.
    BEGAN("▸ .*"),
    /// Right after a step that matches ended; the run stands still.
    ENDED("✓ .*"),
    /// Right after so many steps ended; the run stands still.
    COUNTED("^\\[ *");

    private final String sign;

    Moment(String sign) {
      this.sign = sign;
    }

    /// Whether the lines for a log show it; the view for a terminal shows what begins.
    boolean isInLog() {
      return this == ENDED || this == COUNTED;
    }
  }

  /// Runs a command line up to a moment.
  ///
  /// @param arguments the moment, a pattern for the line of the step, and the command line
  public static void main(String[] arguments) {
    Moment moment = Moment.valueOf(arguments[0]);
    var stdout =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Pattern pattern = Pattern.compile(moment.sign + arguments[1]);
    Writer watched = new Watch(stdout, pattern, moment != Moment.BEGAN);
    Console console =
        new Console(
            new PrintWriter(stdout, true, StandardCharsets.UTF_8),
            new PrintWriter(watched),
            new BufferedReader(Reader.nullReader()),
            Palette.PLAIN,
            Palette.PLAIN,
            !moment.isInLog(),
            new TerminalSize(200, 50));
    Interruption deaf =
        new Interruption(Thread.currentThread(), console, InstantSource.system(), () -> {});
    String[] command = Arrays.copyOfRange(arguments, 2, arguments.length);
    System.exit(Invocation.on(console, deaf, command));
  }

  /// What a run tells, looked through line by line.
  private static final class Watch extends Writer {
    private final StringBuilder line = new StringBuilder();
    private final PrintStream out;
    private final Pattern pattern;
    private final boolean standStill;
    private boolean seen;

    Watch(PrintStream out, Pattern pattern, boolean standStill) {
      this.out = out;
      this.pattern = pattern;
      this.standStill = standStill;
    }

    @Override
    public void write(char[] text, int offset, int length) {
      out.print(new String(text, offset, length));
      line.append(text, offset, length);
      if (line.indexOf("\n") >= 0) {
        boolean matches = pattern.matcher(line).find();
        line.setLength(0);
        if (matches && !seen) {
          seen = true;
          out.println("\n" + HERE);
          while (standStill) {
            LockSupport.park(this);
          }
        }
      }
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.close();
    }
  }
}
