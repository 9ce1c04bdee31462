package dev.citusdeploy.execution.cause;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Causes that the words of Docker, PostgreSQL and the system's programs give away, and what to do
/// about each. Words that are not known are shown as they are, see [StepFailures].
final class KnownCauses {
  /// What words are about, which decides how their problem is described.
  private enum Subject {
    DISK,
    PORT,
    /// Described by [ImageCauses], which needs a text for each code.
    IMAGE
  }

  /// Words and what they mean, the surest first.
  ///
  /// @param onlyPulls whether they have this meaning only in a step that pulls an image
  private record Words(Subject subject, ProblemCode code, boolean onlyPulls, Pattern pattern) {}

  private static final List<Words> WORDS =
      List.of(
          words(Subject.DISK, ExecutionProblemCodes.DISK_FULL, false, "no space left on device"),
          words(Subject.DISK, ExecutionProblemCodes.DISK_READ_ONLY, false, "read-only file system"),
          words(
              Subject.PORT,
              ExecutionProblemCodes.PORT_TAKEN,
              false,
              "address already in use|port is already allocated"),
          words(
              Subject.IMAGE,
              ExecutionProblemCodes.IMAGE_PLATFORM,
              false,
              "no matching manifest for|exec format error|does not match the (specified|detected)"
                  + " (host )?platform"),
          words(Subject.IMAGE, ExecutionProblemCodes.IMAGE_MOVED, true, "^another image arrived: "),
          words(
              Subject.IMAGE,
              ExecutionProblemCodes.REGISTRY_LIMIT,
              true,
              "toomanyrequests|too many requests"),
          words(
              Subject.IMAGE,
              ExecutionProblemCodes.REGISTRY_LOGIN,
              true,
              "pull access denied|unauthorized|(?<!permission )denied(:|$)|authentication required|no basic auth"
                  + " credentials|insufficient_scope|403 forbidden"),
          words(
              Subject.IMAGE,
              ExecutionProblemCodes.IMAGE_NOT_FOUND,
              true,
              "manifest unknown|name unknown|manifest for .* not found|repository .* not"
                  + " found|: not found$"),
          words(
              Subject.IMAGE,
              ExecutionProblemCodes.REGISTRY_UNREACHABLE,
              true,
              "dial tcp|no such host|server misbehaving|connection refused|connection reset|i/o"
                  + " timeout|tls handshake timeout|client\\.timeout|deadline exceeded|network is"
                  + " unreachable|no route to host|x509: |http response to https client"
                  + "|proxyconnect|service unavailable|bad gateway"));

  private static final List<Words> DISK =
      WORDS.stream().filter(words -> words.subject() == Subject.DISK).toList();

  private static final int LINES = 5;

  private final String again;

  /// @param again what ends every remedy
  KnownCauses(String again) {
    this.again = again;
  }

  private static Words words(Subject subject, ProblemCode code, boolean onlyPulls, String pattern) {
    return new Words(subject, code, onlyPulls, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  /// The problem when its cause is known.
  ///
  /// @param where the host, and the node if it is about one
  Optional<Problem> of(Step step, String where, Host host, Answer answer) {
    boolean pull = step.action().fetches().isPresent();
    List<String> lines =
        (answer.diagnostics() + "\n" + answer.output()).lines().map(String::strip).toList();
    for (Words words : WORDS) {
      if (pull || !words.onlyPulls()) {
        Optional<String> line =
            lines.stream().filter(it -> words.pattern().matcher(it).find()).findFirst();
        if (line.isPresent()) {
          Match match =
              new Match(words.subject(), words.code(), where, line.get(), freeSpace(answer));
          return Optional.of(problem(match, step, host));
        }
      }
    }
    return withoutWords(where, lines, freeSpace(answer)).map(match -> full(match, host, pull));
  }

  /// The script prints it last, at the beginning of a line; a log's text before it may be a
  /// client's.
  private static Optional<FreeSpace> freeSpace(Answer answer) {
    return FreeSpace.in(answer.diagnostics().lines().toList());
  }

  /// A full disk without that message: dash prints "I/O error" for it, and for other errors too.
  private static Optional<Match> withoutWords(
      String where, List<String> lines, Optional<FreeSpace> found) {
    Optional<FreeSpace> space = found.filter(FreeSpace::none);
    List<String> printed = FreeSpace.without(String.join("\n", lines)).lines().distinct().toList();
    String last =
        String.join("\n", printed.subList(Math.max(0, printed.size() - LINES), printed.size()));
    return space.map(
        _ -> new Match(Subject.DISK, ExecutionProblemCodes.DISK_FULL, where, last, space));
  }

  /// The same for a script that is no step: what any script on a server can meet, its disk.
  Optional<Problem> ofDisk(Host host, Answer answer) {
    List<String> lines = answer.diagnostics().lines().map(String::strip).toList();
    for (Words words : DISK) {
      Optional<String> line =
          lines.stream().filter(it -> words.pattern().matcher(it).find()).findFirst();
      if (line.isPresent()) {
        Match match =
            new Match(
                words.subject(),
                words.code(),
                "host " + host.name(),
                line.get(),
                freeSpace(answer));
        return Optional.of(onDisk(match, host, false));
      }
    }
    return withoutWords("host " + host.name(), lines, freeSpace(answer))
        .map(match -> full(match, host, false));
  }

  /// What was printed.
  private record Match(
      Subject subject, ProblemCode code, String where, String line, Optional<FreeSpace> space) {
    Problem problem(String what, String cause, String remedy) {
      String words = ForeignText.block(line.replaceFirst("^Error response from daemon: ", ""));
      // Some shells print nothing at all.
      String answered = line.isBlank() ? "" : "the server answered:" + words;
      String why = cause + (cause.isEmpty() || answered.isEmpty() ? "" : "; ") + answered;
      return new Problem(code, what, where, why, remedy);
    }
  }

  private Problem problem(Match match, Step step, Host host) {
    return switch (match.subject()) {
      case DISK -> onDisk(match, host, step.action().fetches().isPresent());
      case PORT -> portTaken(match, step, host);
      case IMAGE -> new ImageCauses(host, again).problem(match.code(), step, match::problem);
    };
  }

  private Problem onDisk(Match match, Host host, boolean pull) {
    return match.code().equals(ExecutionProblemCodes.DISK_FULL)
        ? full(match, host, pull)
        : readOnly(match, host);
  }

  /// An engine takes away what it has fetched of an image that it cannot finish, so that there is
  /// space by the time it is checked.
  private Problem full(Match match, Host host, boolean pull) {
    String path = match.space().map(FreeSpace::path).orElse("");
    return match.problem(
        (pull ? "there is not enough space for the image" : "the disk is full")
            + (path.isEmpty() ? "" : " at " + ForeignText.inline(path)),
        match
            .space()
            .map(space ->
                space.text() + (pull ? ", after what had come of the image was taken away" : ""))
            .orElse(""),
        "see where the space went, and make some:"
            + ServerCommand.line(
                host,
                path.isEmpty()
                    ? ShellCommand.of("df -h")
                    : ShellCommand.of("df -h").foreign(ForeignForm.PATH, path))
            + ServerCommand.line(host, ShellCommand.of("docker system df")).substring(1)
            + "then "
            + again);
  }

  private Problem readOnly(Match match, Host host) {
    String path = match.space().map(FreeSpace::path).orElse("");
    return match.problem(
        "the file system"
            + (path.isEmpty() ? "" : " of " + ForeignText.inline(path))
            + " is read-only",
        "it was writable when the plan was made: most often the kernel found errors on the disk",
        "see the kernel's messages, and make it writable:"
            + ServerCommand.line(host, ShellCommand.of("dmesg | tail -50"))
            + "then "
            + again);
  }

  private Problem portTaken(Match match, Step step, Host host) {
    Optional<String> port =
        host.nodes().stream()
            .filter(node -> node.name().equals(step.node()))
            .map(node -> Integer.toString(node.address().port()))
            .findFirst();
    ShellCommand listeners = ShellCommand.of("ss -ltnp");
    return match.problem(
        "port " + port.orElse("of the node") + " is used by another program",
        "it was free when the plan was made",
        "see which it is, and stop it, or give the nodes another port:"
            + ServerCommand.line(
                host, port.map(it -> listeners.then("sport =").word(":" + it)).orElse(listeners))
            + "then "
            + again);
  }
}
