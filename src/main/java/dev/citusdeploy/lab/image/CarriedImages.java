package dev.citusdeploy.lab.image;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.model.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The images that every server of a lab gets.
///
/// @param identities by reference, equal for the same image in two engines
public record CarriedImages(SequencedMap<String, String> identities) {
  /// The format of an identity for `docker image inspect`. Not the id: engines with containerd's
  /// image store give the same image another id.
  public static final String FORMAT = "{{.Created}}{{range .RootFS.Layers}} {{.}}{{end}}";

  /// Reads the identities of some local images.
  ///
  /// @throws dev.citusdeploy.model.ProblemException when one is missing
  public static CarriedImages of(LabDocker docker, List<String> references) {
    List<String> question = question(references);
    return read(
        references,
        LabDocker.succeeded(
            docker.commandLine(question), docker.attempt(LabDocker.SHORT, question)));
  }

  /// Reads the identities of some local images; empty when one is missing.
  static CarriedImages ifAllPresent(LabDocker docker, List<String> references) {
    LabDocker.Answer answer = docker.attempt(LabDocker.SHORT, question(references));
    return answer.succeeded() ? read(references, answer) : new CarriedImages(new LinkedHashMap<>());
  }

  private static List<String> question(List<String> references) {
    return Stream.concat(
            Stream.of("image", "inspect", "--format", FORMAT), references.stream().distinct())
        .toList();
  }

  private static CarriedImages read(List<String> references, LabDocker.Answer answer) {
    List<String> distinct = references.stream().distinct().toList();
    SequencedMap<String, String> identities = new LinkedHashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      identities.put(distinct.get(i), identity(answer.lines().get(i)));
    }
    return new CarriedImages(identities);
  }

  /// The identity in a line of that format; empty for no image.
  public static String identity(String line) {
    return line.isBlank() ? "" : Sha256.of(line.strip()).shortened();
  }

  /// The references, in the order they were asked for.
  public List<String> references() {
    return List.copyOf(identities.keySet());
  }

  /// A short name for exactly these images.
  String digest() {
    return Sha256.of(
            identities.entrySet().stream()
                .map(image -> image.getKey() + " " + image.getValue())
                .sorted()
                .collect(Collectors.joining("\n")))
        .shortened();
  }

  /// The images that an engine lacks.
  ///
  /// @param found identities by reference in that engine
  public List<String> missingFrom(SequencedMap<String, String> found) {
    return identities.entrySet().stream()
        .filter(image -> !image.getValue().equals(found.get(image.getKey())))
        .map(image -> image.getKey())
        .toList();
  }
}
