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
  /// Words and what they mean, the surest first.
  private record Words(ProblemCode code, boolean onlyPulls, Pattern pattern) {}

  private static final List<Words> WORDS =
      List.of(
          words(ExecutionProblemCodes.DISK_FULL, false, "no space left on device"),
          words(ExecutionProblemCodes.DISK_READ_ONLY, false, "read-only file system"),
          words(
              ExecutionProblemCodes.PORT_TAKEN,
              false,
              "address already in use|port is already allocated"),
          words(
              ExecutionProblemCodes.IMAGE_PLATFORM,
              false,
              "no matching manifest for|exec format error|does not match the (specified|detected)"
                  + " (host )?platform"),
          words(ExecutionProblemCodes.IMAGE_MOVED, true, "^another image arrived: "),
          words(ExecutionProblemCodes.REGISTRY_LIMIT, true, "toomanyrequests|too many requests"),
          words(
              ExecutionProblemCodes.REGISTRY_LOGIN,
              true,
              "pull access denied|unauthorized|(?<!permission )denied(:|$)|authentication required|no basic auth"
                  + " credentials|insufficient_scope|403 forbidden"),
          words(
              ExecutionProblemCodes.IMAGE_NOT_FOUND,
              true,
              "manifest unknown|name unknown|manifest for .* not found|repository .* not"
                  + " found|: not found$"),
          words(
              ExecutionProblemCodes.REGISTRY_UNREACHABLE,
              true,
              "dial tcp|no such host|server misbehaving|connection refused|connection reset|i/o"
                  + " timeout|tls handshake timeout|client\\.timeout|deadline exceeded|network is"
                  + " unreachable|no route to host|x509: |http response to https client"
                  + "|proxyconnect|service unavailable|bad gateway"));

  private static final int LINES = 5;

  private final String again;

  /// @param again what ends every remedy
  KnownCauses(String again) {
    this.again = again;
  }

  private static Words words(ProblemCode code, boolean onlyPulls, String pattern) {
    return new Words(code, onlyPulls, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
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
          Match match = new Match(words.code(), where, line.get(), room(answer));
          return Optional.of(problem(match, step, host));
        }
      }
    }
    return withoutWords(where, lines, room(answer)).map(match -> full(match, host, pull));
  }

  /// The script prints it last, at the beginning of a line; a log's text before it may be a
  /// client's.
  private static Optional<FreeSpace> room(Answer answer) {
    return FreeSpace.in(answer.diagnostics().lines().toList());
  }

  /// A full disk without that message: dash prints "I/O error" for it, and for other errors too.
  private static Optional<Match> withoutWords(
      String where, List<String> lines, Optional<FreeSpace> found) {
    Optional<FreeSpace> room = found.filter(FreeSpace::none);
    List<String> printed = FreeSpace.without(String.join("\n", lines)).lines().distinct().toList();
    String last =
        String.join("\n", printed.subList(Math.max(0, printed.size() - LINES), printed.size()));
    return room.map(_ -> new Match(ExecutionProblemCodes.DISK_FULL, where, last, room));
  }

  /// The same for a script that is no step: what any script on a server can meet, its disk.
  Optional<Problem> ofDisk(Host host, Answer answer) {
    List<String> lines = answer.diagnostics().lines().map(String::strip).toList();
    for (Words words : WORDS.subList(0, 2)) {
      Optional<String> line =
          lines.stream().filter(it -> words.pattern().matcher(it).find()).findFirst();
      if (line.isPresent()) {
        Match match = new Match(words.code(), "host " + host.name(), line.get(), room(answer));
        return Optional.of(onDisk(match, host, false));
      }
    }
    return withoutWords("host " + host.name(), lines, room(answer))
        .map(match -> full(match, host, false));
  }

  /// What was printed.
  private record Match(ProblemCode code, String where, String line, Optional<FreeSpace> room) {
    Problem problem(String what, String cause, String remedy) {
      String words = ForeignText.block(line.replaceFirst("^Error response from daemon: ", ""));
      // Some shells print nothing at all.
      String answered = line.isBlank() ? "" : "the server answered:" + words;
      String why = cause + (cause.isEmpty() || answered.isEmpty() ? "" : "; ") + answered;
      return new Problem(code, what, where, why, remedy);
    }
  }

  private Problem problem(Match match, Step step, Host host) {
    if (match.code().equals(ExecutionProblemCodes.DISK_FULL)
        || match.code().equals(ExecutionProblemCodes.DISK_READ_ONLY)) {
      return onDisk(match, host, step.action().fetches().isPresent());
    }
    if (match.code().equals(ExecutionProblemCodes.PORT_TAKEN)) {
      return portTaken(match, step, host);
    }
    return new ImageCauses(host, again)
        .problem(match.code(), step, (what, cause, remedy) -> match.problem(what, cause, remedy));
  }

  private Problem onDisk(Match match, Host host, boolean pull) {
    return match.code().equals(ExecutionProblemCodes.DISK_FULL)
        ? full(match, host, pull)
        : readOnly(match, host);
  }

  /// An engine takes away what it has fetched of an image that it cannot finish, so that there is
  /// room when somebody looks.
  private Problem full(Match match, Host host, boolean pull) {
    String path = match.room().map(FreeSpace::path).orElse("");
    return match.problem(
        (pull ? "there is not enough room for the image" : "the disk is full")
            + (path.isEmpty() ? "" : " at " + ForeignText.inline(path)),
        match
            .room()
            .map(room ->
                room.text() + (pull ? ", after what had come of the image was taken away" : ""))
            .orElse(""),
        "see where the room went, and make some:"
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
    String path = match.room().map(FreeSpace::path).orElse("");
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
