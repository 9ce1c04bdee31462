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
            lines.stream().filter(said -> words.pattern().matcher(said).find()).findFirst();
        if (line.isPresent()) {
          Said said = new Said(words.code(), where, line.get(), room(answer));
          return Optional.of(problem(said, step, host));
        }
      }
    }
    return withoutWords(where, lines, room(answer)).map(said -> full(said, host, pull));
  }

  /// The script says it last, at the beginning of a line; what a log says before may be a client's.
  private static Optional<FreeSpace> room(Answer answer) {
    return FreeSpace.in(answer.diagnostics().lines().toList());
  }

  /// A full disk that nobody names: dash says "I/O error" of it, and of other errors as well.
  private static Optional<Said> withoutWords(
      String where, List<String> lines, Optional<FreeSpace> found) {
    Optional<FreeSpace> room = found.filter(FreeSpace::none);
    List<String> said = FreeSpace.without(String.join("\n", lines)).lines().distinct().toList();
    String last = String.join("\n", said.subList(Math.max(0, said.size() - LINES), said.size()));
    return room.map(_ -> new Said(ExecutionProblemCodes.DISK_FULL, where, last, room));
  }

  /// The same for a script that is no step: what any script on a server can meet, its disk.
  Optional<Problem> ofDisk(Host host, Answer answer) {
    List<String> lines = answer.diagnostics().lines().map(String::strip).toList();
    for (Words words : WORDS.subList(0, 2)) {
      Optional<String> line =
          lines.stream().filter(said -> words.pattern().matcher(said).find()).findFirst();
      if (line.isPresent()) {
        Said said = new Said(words.code(), "host " + host.name(), line.get(), room(answer));
        return Optional.of(onDisk(said, host, false));
      }
    }
    return withoutWords("host " + host.name(), lines, room(answer))
        .map(said -> full(said, host, false));
  }

  /// What was said.
  private record Said(ProblemCode code, String where, String line, Optional<FreeSpace> room) {
    Problem problem(String what, String cause, String remedy) {
      String words = ForeignText.block(line.replaceFirst("^Error response from daemon: ", ""));
      // Some shells say nothing at all.
      String answered = line.isBlank() ? "" : "the server answered:" + words;
      String why = cause + (cause.isEmpty() || answered.isEmpty() ? "" : "; ") + answered;
      return new Problem(code, what, where, why, remedy);
    }
  }

  private Problem problem(Said said, Step step, Host host) {
    if (said.code().equals(ExecutionProblemCodes.DISK_FULL)
        || said.code().equals(ExecutionProblemCodes.DISK_READ_ONLY)) {
      return onDisk(said, host, step.action().fetches().isPresent());
    }
    if (said.code().equals(ExecutionProblemCodes.PORT_TAKEN)) {
      return portTaken(said, step, host);
    }
    return new ImageCauses(host, again)
        .problem(said.code(), step, (what, cause, remedy) -> said.problem(what, cause, remedy));
  }

  private Problem onDisk(Said said, Host host, boolean pull) {
    return said.code().equals(ExecutionProblemCodes.DISK_FULL)
        ? full(said, host, pull)
        : readOnly(said, host);
  }

  /// An engine takes away what it has fetched of an image that it cannot finish, so that there is
  /// room when somebody looks.
  private Problem full(Said said, Host host, boolean pull) {
    String path = said.room().map(FreeSpace::path).orElse("");
    return said.problem(
        (pull ? "there is not enough room for the image" : "the disk is full")
            + (path.isEmpty() ? "" : " at " + ForeignText.inline(path)),
        said.room()
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

  private Problem readOnly(Said said, Host host) {
    String path = said.room().map(FreeSpace::path).orElse("");
    return said.problem(
        "the file system"
            + (path.isEmpty() ? "" : " of " + ForeignText.inline(path))
            + " is read-only",
        "it was writable when the plan was made: most often the kernel found errors on the disk",
        "see what the kernel says, and make it writable:"
            + ServerCommand.line(host, ShellCommand.of("dmesg | tail -50"))
            + "then "
            + again);
  }

  private Problem portTaken(Said said, Step step, Host host) {
    Optional<String> port =
        host.nodes().stream()
            .filter(node -> node.name().equals(step.node()))
            .map(node -> Integer.toString(node.address().port()))
            .findFirst();
    ShellCommand listeners = ShellCommand.of("ss -ltnp");
    return said.problem(
        "port " + port.orElse("of the node") + " is used by another program",
        "it was free when the plan was made",
        "see which it is, and stop it, or give the nodes another port:"
            + ServerCommand.line(
                host, port.map(it -> listeners.then("sport =").word(":" + it)).orElse(listeners))
            + "then "
            + again);
  }
}
