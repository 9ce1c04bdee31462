package dev.citusdeploy.lab.docker;

import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The `docker` program of this machine. Safe for several threads.
public final class LabDocker {
  /// Long enough for commands that only query or change records.
  public static final Duration SHORT = Duration.ofSeconds(60);

  /// Long enough for building an image or copying one to a server.
  public static final Duration LONG = Duration.ofMinutes(20);

  private final String program;

  /// Uses a program by its name on the search path, or by its path.
  public LabDocker(String program) {
    this.program = program;
  }

  /// Uses `docker` from the search path.
  public static LabDocker onPath() {
    return new LabDocker("docker");
  }

  /// The result of one run.
  ///
  /// @param status exit status of the program
  /// @param output standard output
  /// @param errors standard error
  public record Answer(int status, String output, String errors) {
    /// Whether the exit status is 0.
    public boolean succeeded() {
      return status == 0;
    }

    /// The lines of standard output that are not blank.
    public List<String> lines() {
      return output.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  /// The command line of the program with some arguments.
  public List<String> commandLine(List<String> arguments) {
    return Stream.concat(Stream.of(program), arguments.stream()).toList();
  }

  /// Runs it and returns any exit status.
  ///
  /// @throws ProblemException when there is no such program, no engine answers, or the deadline
  ///   passed
  public Answer attempt(Duration deadline, List<String> arguments) {
    return watch(LocalProgram.Patience.of(deadline), commandLine(arguments), line -> {});
  }

  /// Runs it and requires exit status 0.
  ///
  /// @throws ProblemException as [#attempt] does, and for any other exit status
  public Answer run(Duration deadline, List<String> arguments) {
    return succeeded(commandLine(arguments), attempt(deadline, arguments));
  }

  /// Runs it twice side by side, piping the first one's output to the second one, and returns any
  /// exit status.
  public Answer pipe(Duration deadline, List<String> from, List<String> into) {
    List<List<String>> both = List.of(commandLine(from), commandLine(into));
    return ended(both, LocalProgram.Patience.of(deadline), line -> {});
  }

  /// Runs any command line and passes on each line of its output as it arrives.
  public Answer watch(
      LocalProgram.Patience patience, List<String> commandLine, Consumer<String> lines) {
    return ended(List.of(commandLine), patience, lines);
  }

  /// The answer itself when its status is 0.
  ///
  /// @throws ProblemException for any other status
  public static Answer succeeded(List<String> commandLine, Answer answer) {
    if (!answer.succeeded()) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_DOCKER_FAILED,
              shortened(commandLine) + " ended with status " + answer.status(),
              "this machine",
              lastWords(answer),
              "check the state of the engine: `docker info`; then run the same command again"));
    }
    return answer;
  }

  private Answer ended(
      List<List<String>> pipeline, LocalProgram.Patience patience, Consumer<String> lines) {
    LocalProgram.Ending ending;
    try {
      ending = LocalProgram.run(pipeline, patience, lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(interrupted(pipeline.getLast()), e);
    } catch (IOException e) {
      throw new ProblemException(notStarted(pipeline.getLast(), e), e);
    }
    if (ending.timedOut()) {
      throw new ProblemException(timedOut(pipeline.getLast(), patience, ending));
    }
    Answer answer = new Answer(ending.status(), ending.output(), ending.errors());
    if (!answer.succeeded()) {
      refuseASilentEngine(answer);
    }
    return answer;
  }

  private static void refuseASilentEngine(Answer answer) {
    String errors = answer.errors().toLowerCase(Locale.ROOT);
    if (errors.contains("permission denied while trying to connect")
        || (errors.contains("dial unix") && errors.contains("permission denied"))) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_DOCKER_PERMISSION,
              "the Docker Engine does not let this user in",
              "this machine",
              lastWords(answer),
              "let it: `sudo usermod -aG docker \"$USER\"`, then log in again"));
    }
    if (errors.contains("cannot connect to the docker daemon")
        || errors.contains("is the docker daemon running")
        || errors.contains("failed to connect to the docker api")) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_DOCKER_SILENT,
              "no Docker Engine answers",
              "this machine",
              lastWords(answer),
              "start it: `sudo systemctl start docker`"));
    }
  }

  private Problem notStarted(List<String> commandLine, IOException e) {
    String why = e.getMessage() == null ? e.toString() : e.getMessage();
    return new Problem(
        LabProblemCodes.LAB_DOCKER_MISSING,
        "the program " + commandLine.getFirst() + " cannot be started, and the lab needs it",
        "this machine",
        why,
        "install Docker Engine 20.10 or newer, with its command-line client:"
            + " https://docs.docker.com/engine/install/");
  }

  private static Problem timedOut(
      List<String> commandLine, LocalProgram.Patience patience, LocalProgram.Ending ending) {
    return new Problem(
        LabProblemCodes.LAB_DOCKER_TIMEOUT,
        shortened(commandLine) + " was not done after " + patience.end().toSeconds() + " s",
        "this machine",
        lastWords(new Answer(-1, ending.output(), ending.errors())),
        "check the state of the engine: `docker info`; then run the same command again");
  }

  private static Problem interrupted(List<String> commandLine) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        shortened(commandLine) + " was interrupted",
        "this machine",
        "",
        "run it again: `citus-deploy lab up` continues where this run stopped");
  }

  /// The last lines that were written, standard error before standard output.
  public static String lastWords(Answer answer) {
    String source = answer.errors().isBlank() ? answer.output() : answer.errors();
    List<String> lines = source.lines().filter(line -> !line.isBlank()).toList();
    return String.join("; ", lines.subList(Math.max(0, lines.size() - 4), lines.size())).strip();
  }

  private static String shortened(List<String> commandLine) {
    // Scripts and keys among the arguments would make the message unreadable.
    String text =
        String.join(
            " ", commandLine.stream().map(word -> word.lines().findFirst().orElse("")).toList());
    return text.length() <= 120 ? text : text.substring(0, 117) + "...";
  }
}
