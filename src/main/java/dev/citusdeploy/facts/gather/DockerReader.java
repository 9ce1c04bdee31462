package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.HostAccess.DockerAccess;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.gather.FactsLines.DockerAnswer;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads Docker's answers. The docker program is asked for the same fields under the same names as
/// the engine's API returns, so both answers are read alike.
final class DockerReader {
  /// Real images declare one to three.
  private static final int MOST_VOLUMES = 50;

  private static final Pattern HEALTH =
      Pattern.compile("\\((?:health: )?(healthy|unhealthy|starting)\\)");
  private static final Pattern STATE = Pattern.compile("[a-z-]{0,30}");
  private static final String POSTGRES_MAJOR = "PG_MAJOR=";
  private static final int NOT_FOUND = 127;

  /// Names, ids and states are shorter.
  private static final int LONGEST = 1_000;

  private final FactsLines lines;
  private final JsonMapper json = JsonMapper.shared();

  private DockerReader(FactsLines lines) {
    this.lines = lines;
  }

  /// Docker on a host.
  ///
  /// @param access how it answered
  record DockerFacts(
      EngineFacts engine,
      DockerAccess access,
      List<ContainerFacts> containers,
      SequencedMap<String, ImageFacts> images) {}

  /// Reads all answers.
  ///
  /// @throws MalformedAnswerException with the reason
  static DockerFacts read(FactsRequest request, FactsLines lines, SystemReader system) {
    return new DockerReader(lines).read(request, system);
  }

  private DockerFacts read(FactsRequest request, SystemReader system) {
    DockerAnswer engine = lines.docker().getFirst();
    JsonNode info = objects(engine).stream().findFirst().orElse(json.createObjectNode());
    String version = info.path("ServerVersion").asString("");
    if (version.isEmpty()) {
      String complaint = complaint(engine.message(), strings(info.path("ServerErrors")));
      return new DockerFacts(
          new EngineFacts("", "", List.of()),
          new DockerAccess(
              lines.direct() || engine.status() != NOT_FOUND,
              complaint.isEmpty() ? "it did not say why" : complaint,
              system.optional("docker-compose")),
          List.of(),
          Collections.emptyNavigableMap());
    }
    List<JsonNode> containers = containers(lines.docker().get(1));
    return new DockerFacts(
        new EngineFacts(
            version, compose(info, containers, system), strings(info.path("SecurityOptions"))),
        new DockerAccess(true, "", system.optional("docker-compose")),
        containers.stream().map(this::container).toList(),
        images(request));
  }

  /// The errors in the answer, which the program's message only repeats; without them the message.
  private static String complaint(String message, List<String> errors) {
    String said = errors.isEmpty() ? message : String.join("; ", errors);
    // The request and the connection error follow the sentence that matters.
    int request = said.indexOf(": Get \"http");
    return request > 0 ? said.substring(0, request) : said;
  }

  private String compose(JsonNode info, List<JsonNode> containers, SystemReader system) {
    if (system.has("compose")) {
      // Read from the plugin, and empty when it is not installed: labels of containers that it made
      // before do not count.
      return system.optional("compose");
    }
    for (JsonNode plugin : lines.direct() ? json.createArrayNode() : info.path("Plugins")) {
      if (plugin.path("Name").asString("").equals("compose")) {
        return plugin.path("Version").asString("");
      }
    }
    return lines.direct()
        ? containers.stream()
            .map(node -> node.path("Labels").path("com.docker.compose.version").asString(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("")
        : "";
  }

  private List<JsonNode> containers(DockerAnswer answer) {
    if (answer.status() != (lines.direct() ? 200 : 0)) {
      throw new MalformedAnswerException(
          "Docker did not list containers: " + FactsLines.shown(answer.message()));
    }
    return objects(answer);
  }

  private ContainerFacts container(JsonNode node) {
    String state = text(node, "State");
    if (!STATE.matcher(state).matches()) {
      throw new MalformedAnswerException(
          "Docker reports an unknown state: " + FactsLines.shown(state));
    }
    Matcher health = HEALTH.matcher(text(node, "Status"));
    String network = node.path("HostConfig").path("NetworkMode").asString("");
    SequencedMap<String, String> labels = new TreeMap<>();
    node.path("Labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asString("")));
    return new ContainerFacts(
        text(node, "Id"),
        name(node.path("Names")),
        text(node, "ImageID"),
        state,
        state.equals("running") && health.find() ? health.group(1) : "",
        Collections.unmodifiableSequencedMap(labels),
        new ContainerFacts.Network(
            network.matches("[\\w.-]{0,200}") ? network : "",
            PublishedPorts.read(node.path("Ports"))));
  }

  /// Links give a container further names, with a slash inside.
  private static String name(JsonNode names) {
    return strings(names).stream()
        .map(name -> name.startsWith("/") ? name.substring(1) : name)
        .filter(name -> name.indexOf('/') < 0)
        .findFirst()
        .orElseThrow(() -> new MalformedAnswerException("a container has no name"));
  }

  private SequencedMap<String, ImageFacts> images(FactsRequest request) {
    SequencedMap<String, ImageFacts> images = new LinkedHashMap<>();
    for (int i = 0; i < request.images().size(); i++) {
      String reference = request.images().get(i);
      image(lines.docker().get(2 + i)).ifPresent(image -> images.put(reference, image));
    }
    return Collections.unmodifiableSequencedMap(images);
  }

  private Optional<ImageFacts> image(DockerAnswer answer) {
    if (answer.status() == (lines.direct() ? 200 : 0)) {
      JsonNode node =
          objects(answer).stream()
              .findFirst()
              .orElseThrow(() -> new MalformedAnswerException("Docker did not show an image"));
      return Optional.of(
          new ImageFacts(
              text(node, "Id"),
              strings(node.path("RepoDigests")),
              text(node, "Architecture"),
              postgresMajor(node.path("Config").path("Env")),
              content(node),
              new ImageTraits(volumes(node.path("Config").path("Volumes")))));
    }
    if (!answer.message().toLowerCase(Locale.ROOT).contains("no such image")) {
      throw new MalformedAnswerException(
          "Docker did not show an image: " + FactsLines.shown(answer.message()));
    }
    return Optional.empty();
  }

  /// They become mounts of the nodes' containers on the host.
  private static List<String> volumes(JsonNode declared) {
    List<String> paths = List.copyOf(declared.propertyNames());
    if (paths.size() > MOST_VOLUMES) {
      throw new MalformedAnswerException("an image declares " + paths.size() + " volumes");
    }
    for (String path : paths) {
      if (!ForeignForm.PATH.fits(path)) {
        throw new MalformedAnswerException(
            "an image declares an odd volume: " + FactsLines.shown(path));
      }
    }
    return paths;
  }

  /// A hash of what `docker image inspect` prints as `{{.Created}}{{range .RootFS.Layers}} {{.}}`:
  /// equal for one image in both kinds of image store.
  private static String content(JsonNode node) {
    List<String> layers = strings(node.path("RootFS").path("Layers"));
    return layers.isEmpty()
        ? ""
        : Sha256.of(node.path("Created").asString("") + " " + String.join(" ", layers)).toString();
  }

  private static String postgresMajor(JsonNode environment) {
    return strings(environment).stream()
        .filter(entry -> entry.startsWith(POSTGRES_MAJOR))
        .map(entry -> entry.substring(POSTGRES_MAJOR.length()))
        .findFirst()
        .orElse("");
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw new MalformedAnswerException("Docker did not report " + field);
    }
    if (value.asString().length() > LONGEST) {
      throw new MalformedAnswerException("Docker reports a long " + field);
    }
    return value.asString();
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asString("")));
    return List.copyOf(strings);
  }

  private List<JsonNode> objects(DockerAnswer answer) {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : answer.json()) {
      try {
        JsonNode node = json.readTree(line);
        if (node.isArray()) {
          node.forEach(objects::add);
        } else {
          objects.add(node);
        }
      } catch (JacksonException _) {
        throw new MalformedAnswerException("not JSON: " + FactsLines.shown(line));
      }
    }
    return List.copyOf(objects);
  }
}
