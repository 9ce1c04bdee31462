package dev.citusdeploy.facts.gather;

import dev.citusdeploy.model.ForeignText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parsed answer of the script: entries in order, and Docker's answers.
///
/// @param entries keys with values
/// @param direct whether Docker's engine was asked without the docker program
/// @param docker answers on engine, containers and each image, in this order
record FactsLines(List<Entry> entries, boolean direct, List<DockerAnswer> docker) {
  private static final Pattern ENTRY =
      Pattern.compile("([A-Za-z_-]+)(?:( )(.*)|(~)((?: [0-9a-f]{2})*))");
  private static final Pattern HASH = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
  private static final Pattern STATUS = Pattern.compile("status ([0-9]{1,3})");

  /// A key with its value.
  record Entry(String key, String value) {}

  /// Docker's answer to one query.
  ///
  /// @param status exit code of the docker program, or HTTP status of the engine
  /// @param lines all lines, without the blank ones
  record DockerAnswer(int status, List<String> lines) {
    /// The lines that are JSON.
    List<String> json() {
      return lines.stream().filter(DockerAnswer::isJson).toList();
    }

    private static boolean isJson(String line) {
      return line.startsWith("{") || line.startsWith("[");
    }

    /// All other lines, and the JSON too where there is nothing else.
    String message() {
      var text = lines.stream().filter(line -> !isJson(line)).toList();
      return String.join("; ", text.isEmpty() ? lines : text);
    }
  }

  /// Parses an answer.
  ///
  /// @param images how many images were asked for
  /// @throws MalformedAnswerException with the reason
  static FactsLines parse(String output, int images) {
    List<String> lines = new ArrayList<>(output.lines().toList());
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      throw new MalformedAnswerException("the answer stops before its end");
    }
    lines.removeLast();
    List<Entry> entries = new ArrayList<>();
    List<DockerAnswer> docker = new ArrayList<>();
    boolean direct = false;
    var rest = lines.iterator();
    while (rest.hasNext()) {
      String line = rest.next();
      if (line.startsWith("docker ")) {
        direct = line.equals("docker direct");
        for (int i = 0; i < images + 2; i++) {
          docker.add(dockerAnswer(rest));
        }
      } else {
        entries.add(entry(line));
      }
    }
    if (docker.size() != images + 2) {
      throw new MalformedAnswerException("there is no answer of Docker");
    }
    return new FactsLines(List.copyOf(entries), direct, List.copyOf(docker));
  }

  private static DockerAnswer dockerAnswer(Iterator<String> rest) {
    List<String> said = new ArrayList<>();
    while (rest.hasNext()) {
      String line = rest.next();
      Matcher status = STATUS.matcher(line);
      if (status.matches()) {
        return new DockerAnswer(Integer.parseInt(status.group(1)), List.copyOf(said));
      }
      if (!line.isBlank()) {
        said.add(line);
      }
    }
    throw new MalformedAnswerException("Docker's answer has no end");
  }

  private static Entry entry(String line) {
    Matcher hash = HASH.matcher(line);
    if (hash.matches()) {
      return new Entry("hash", line);
    }
    Matcher entry = ENTRY.matcher(line);
    if (!entry.matches()) {
      throw new MalformedAnswerException("a line is not key and value: " + shown(line));
    }
    return entry.group(4) == null
        ? new Entry(entry.group(1), entry.group(3))
        : new Entry(entry.group(1), FileNames.decode(bytes(entry.group(5))));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /// A line in the form that messages show.
  static String shown(String line) {
    return ForeignText.inline(ForeignText.shortened(line, 80));
  }
}
