package dev.citusdeploy.cli;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.Interruption;
import dev.citusdeploy.cli.terminal.TerminalSize;
import dev.citusdeploy.report.Palette;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.InstantSource;

/// One run of the program in this JVM, with what it printed.
///
/// @param exitCode what it ended with
/// @param out standard output
/// @param err standard error
public record Invocation(int exitCode, String out, String err) {
  /// So wide that no line is broken, however long the path of the checkout is.
  private static final int WIDTH = 10_000;

  /// Runs the program without a terminal.
  public static Invocation of(String... arguments) {
    return run(false, "", arguments);
  }

  /// Runs the program as on a terminal where a person types some answers.
  public static Invocation answering(String answers, String... arguments) {
    return run(true, answers, arguments);
  }

  /// Runs the program as on a terminal where a person does something before saying yes.
  public static Invocation confirmingAfter(Runnable deed, String... arguments) {
    Reader hesitant =
        new Reader() {
          private final StringReader answer = new StringReader("y\n");
          private boolean done;

          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            if (!done) {
              done = true;
              deed.run();
            }
            return answer.read(buffer, offset, length);
          }

          @Override
          public void close() {
            answer.close();
          }
        };
    return run(true, hesitant, arguments);
  }

  /// Runs the program on streams that a test looks at while it runs.
  ///
  /// @return its exit code
  public static int on(Console console, Interruption interruption, String... arguments) {
    return Main.run(console, interruption, arguments);
  }

  private static Invocation run(boolean interactive, String answers, String... arguments) {
    return run(interactive, new StringReader(answers), arguments);
  }

  private static Invocation run(boolean interactive, Reader answers, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(answers),
            Palette.PLAIN,
            Palette.PLAIN,
            interactive,
            new TerminalSize(WIDTH, 24));
    Interruption deaf =
        new Interruption(Thread.currentThread(), console, InstantSource.system(), () -> {});
    int exitCode = on(console, deaf, arguments);
    console.out().flush();
    console.err().flush();
    return new Invocation(exitCode, out.toString(), err.toString());
  }

  /// All that was printed, for failure messages.
  public String everything() {
    return "exit code " + exitCode + "\n--- out\n" + out + "\n--- err\n" + err;
  }
}
