package dev.citusdeploy.desired;

import dev.citusdeploy.LocalPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The docker program of this machine. Compose files run as the equivalent `docker run`, so that no
/// Compose is needed here; the lab tests them with Compose.
final class DockerProgram {
  private DockerProgram() {}

  /// The answer of a command.
  record Result(int exitCode, String output) {}

  static Result run(String... arguments) throws IOException, InterruptedException {
    return runWithInput("", List.of(arguments));
  }

  static Result runWithInput(String input, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    Process process = LocalPrograms.process(command).redirectErrorStream(true).start();
    var output =
        CompletableFuture.supplyAsync(() -> {
          try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            return e.toString();
          }
        });
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no answer in 3 minutes: " + command);
    }
    return new Result(process.exitValue(), output.join());
  }

  /// Arguments of `docker run` for the one service of a Compose file, without a name.
  ///
  /// @param how further arguments, such as `-d` and `--name`
  static List<String> runArguments(String composeFile, String... how) {
    Object file = new Load(LoadSettings.builder().build()).loadFromString(composeFile);
    Object service = map(at(file, "services")).values().iterator().next();
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(Arrays.asList(how));
    arguments.add("--network=" + at(service, "network_mode"));
    map(at(service, "environment"))
        .forEach((name, value) -> arguments.add("--env=" + name + "=" + plain(value)));
    for (Object volume : list(at(service, "volumes"))) {
      arguments.add("--mount=" + mount(map(volume)));
    }
    for (Object tmpfs : list(at(service, "tmpfs"))) {
      arguments.add("--tmpfs=" + plain(tmpfs));
    }
    if (map(service).get("labels") instanceof Map<?, ?> labels) {
      labels.forEach((name, value) -> arguments.add("--label=" + name + "=" + plain(value)));
    }
    arguments.addAll(health(map(at(service, "healthcheck"))));
    List<?> entrypoint = list(at(service, "entrypoint"));
    arguments.add("--entrypoint=" + entrypoint.getFirst());
    arguments.add(plain(at(service, "image")));
    entrypoint.stream().skip(1).forEach(word -> arguments.add(plain(word)));
    return arguments;
  }

  private static String mount(Map<?, ?> volume) {
    return "type=bind,source="
        + volume.get("source")
        + ",target="
        + volume.get("target")
        + (Boolean.TRUE.equals(volume.get("read_only")) ? ",readonly" : "");
  }

  /// `docker run` supports the form with a shell only.
  private static List<String> health(Map<?, ?> check) {
    if (Boolean.TRUE.equals(check.get("disable"))) {
      return List.of("--no-healthcheck");
    }
    String command =
        list(at(check, "test")).stream()
            .skip(1)
            .map(word -> "'" + plain(word) + "'")
            .collect(Collectors.joining(" "));
    return List.of(
        "--health-cmd=" + command,
        "--health-interval=" + check.get("interval"),
        "--health-timeout=" + check.get("timeout"),
        "--health-retries=" + check.get("retries"),
        "--health-start-period=" + check.get("start_period"));
  }

  private static Object at(Object parent, String key) {
    return Objects.requireNonNull(map(parent).get(key), key);
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  private static String plain(Object value) {
    return String.valueOf(value).replace("$$", "$");
  }
}
