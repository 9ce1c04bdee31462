package dev.citusdeploy.cli.terminal;

import dev.citusdeploy.model.Background;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.report.Palette;
import dev.citusdeploy.report.ProblemText;
import dev.citusdeploy.report.TerminalWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// The three standard streams and what they are connected to.
///
/// @param out for results
/// @param err for progress and problems
/// @param in for answers to questions
/// @param outPalette colours for results
/// @param errPalette colours for progress and problems
/// @param interactive whether a person can be asked: standard input and output are a terminal
/// @param size of the terminal, 100 columns without one
public record Console(
    PrintWriter out,
    PrintWriter err,
    BufferedReader in,
    Palette outPalette,
    Palette errPalette,
    boolean interactive,
    TerminalSize size) {

  /// Nothing is written but through the filter.
  public Console {
    out = TerminalWriter.around(out, outPalette.coloured());
    err = TerminalWriter.around(err, errPalette.coloured());
  }

  /// Where a view is drawn over and over.
  public TerminalWriter terminal() {
    return TerminalWriter.around(err, errPalette.coloured());
  }

  /// How lines of a result begin that are there to be pasted: they stay whole.
  private static final List<String> COMMANDS = List.of("  ssh ", "connect: ");

  private static final TerminalSize DEFAULT_SIZE = new TerminalSize(100, 24);

  /// The process's own streams. Colours only on a terminal, and not when `NO_COLOR` is set.
  public static Console ofProcess(Map<String, String> environment) {
    boolean terminal =
        Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    boolean coloured =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    Palette palette = new Palette(coloured);
    return new Console(
        writer(System.out),
        writer(System.err),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        palette,
        palette,
        terminal,
        terminal ? TerminalSize.of(DEFAULT_SIZE) : DEFAULT_SIZE);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /// Columns at which results wrap: those of the terminal. What goes into a file or a pipe is not
  /// broken.
  public int resultWidth() {
    return interactive ? size.width() : Integer.MAX_VALUE;
  }

  /// Prints lines of a result. Each is one line, whatever it holds.
  public void result(List<String> lines) {
    for (String line : lines) {
      String one = oneLine(line);
      (COMMANDS.stream().anyMatch(one::startsWith)
              ? List.of(one)
              : TerminalWriter.broken(one, outPalette.coloured(), resultWidth()))
          .forEach(out::println);
    }
    out.flush();
  }

  /// Prints a document for programs.
  public void document(String document) {
    out.println(document);
    out.flush();
  }

  /// Prints a line of progress.
  public void progress(String line) {
    progress(List.of(line));
  }

  /// Prints lines of progress or problems. Each is one line, whatever it holds.
  public void progress(List<String> lines) {
    lines.forEach(line -> err.println(oneLine(line)));
    err.flush();
  }

  /// The line's colours, if any, are left to the writer.
  private static String oneLine(String line) {
    return line.replace("\n", "\\u000a");
  }

  /// Prints problems.
  ///
  /// @param inventory how the command line names the inventory, for commands to paste
  public void problems(String inventory, List<Problem> problems) {
    progress(
        new ProblemText(errPalette, size.width())
            .lines(problems.stream().map(problem -> problem.naming(inventory)).toList()));
  }

  /// Asks a question that only `y` or `yes` affirms. Without a terminal the answer is no.
  ///
  /// @throws InterruptedException when this thread is interrupted before there is an answer
  public boolean confirm(String question) throws InterruptedException {
    if (!interactive) {
      return false;
    }
    out.print(question + " [y/N] ");
    out.flush();
    String answer = answer().strip();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  /// The next line. Read by another thread: nothing else ends a read from a terminal.
  private String answer() throws InterruptedException {
    CompletableFuture<String> line = new CompletableFuture<>();
    Background.startDaemon(
        "answer",
        () -> {
          try {
            line.complete(Objects.requireNonNullElse(in.readLine(), ""));
          } catch (IOException | RuntimeException | Error e) {
            line.completeExceptionally(e);
          }
        });
    try {
      return line.get();
    } catch (InterruptedException e) {
      // The cursor is still behind the question.
      out.println();
      throw e;
    } catch (ExecutionException e) {
      // A terminal that cannot be read does not affirm anything.
      return "";
    }
  }
}
