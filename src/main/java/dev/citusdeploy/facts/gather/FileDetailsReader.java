package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.AppliedFiles;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Sha256;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the answer with contents of files. Strict about the script's own lines; of a damaged
/// record it takes what can be read.
final class FileDetailsReader {
  private static final Pattern CONTENT =
      Pattern.compile(
          "(there|applied) ([0-9]{1,6}) (?:hex ((?:[0-9a-f]{2})*)|large ([0-9]{1,18}))");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final Pattern SUM = Pattern.compile("([0-9a-f]{64}) {2}(.+)");
  private static final Pattern CURRENT = Pattern.compile("current ([0-9a-f]{1,64})");

  private final int largest;
  private final SequencedMap<NodeName, FileRequest> questions = new LinkedHashMap<>();
  private final SequencedMap<NodeName, FileDetails> details = new LinkedHashMap<>();
  private @Nullable FileRequest node;
  private List<AppliedFiles> records = new ArrayList<>();
  private SequencedMap<String, FileContent> there = new LinkedHashMap<>();
  private List<String> taken = new ArrayList<>();

  private FileDetailsReader(List<FileRequest> asked, int largest) {
    this.largest = largest;
    asked.forEach(question -> questions.put(question.node(), question));
  }

  /// Reads one host's answer.
  ///
  /// @param largest how long the content of a file may be, in bytes
  /// @throws MalformedAnswerException with the reason
  static SequencedMap<NodeName, FileDetails> read(
      List<FileRequest> asked, String output, int largest) {
    List<String> lines = output.lines().toList();
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      throw new MalformedAnswerException("the answer stops before its end");
    }
    FileDetailsReader reader = new FileDetailsReader(asked, largest);
    lines.subList(0, lines.size() - 1).forEach(reader::take);
    reader.endNode();
    return reader.details;
  }

  private void take(String line) {
    int blank = line.indexOf(' ');
    String key = blank < 0 ? line : line.substring(0, blank);
    String value = blank < 0 ? "" : line.substring(blank + 1);
    switch (key) {
      case "node" -> {
        endNode();
        node = questions.get(new NodeName(value));
        if (node == null) {
          throw odd(line);
        }
      }
      case "record" ->
          records.add(new AppliedFiles(null, new LinkedHashMap<>(), new LinkedHashMap<>()));
      case "sum" -> sum(value);
      case "there", "applied" -> content(line);
      case "taken" -> taken.add(asked(line, value).path());
      default -> throw odd(line);
    }
  }

  private void endNode() {
    if (node != null) {
      details.put(node.node(), new FileDetails(records, there, taken));
    }
    records = new ArrayList<>();
    there = new LinkedHashMap<>();
    taken = new ArrayList<>();
  }

  private void sum(String line) {
    Matcher current = CURRENT.matcher(line);
    Matcher sum = SUM.matcher(line);
    AppliedFiles record = record(line);
    if (current.matches()) {
      records.removeLast();
      records.add(new AppliedFiles(current.group(1), record.hashes(), record.contents()));
    } else if (sum.matches()) {
      record.hashes().put(sum.group(2), new Sha256(sum.group(1)));
    }
  }

  private void content(String line) {
    Matcher matcher = CONTENT.matcher(line);
    if (!matcher.matches()) {
      throw odd(line);
    }
    FileRequest.Asked asked = asked(line, matcher.group(2));
    if (matcher.group(3) != null && matcher.group(3).length() > 2L * largest) {
      throw odd(line);
    }
    FileContent content =
        matcher.group(3) == null
            ? new FileContent.TooLarge(Long.parseLong(matcher.group(4)))
            : new FileContent.Whole(Bytes.of(HexFormat.of().parseHex(matcher.group(3))));
    if (matcher.group(1).equals("there")) {
      there.put(asked.path(), content);
    } else {
      record(line).contents().put(asked.name(), content);
    }
  }

  private FileRequest.Asked asked(String line, String number) {
    if (node == null || !NUMBER.matcher(number).matches()) {
      throw odd(line);
    }
    int index = Integer.parseInt(number);
    if (index >= node.files().size()) {
      throw odd(line);
    }
    return node.files().get(index);
  }

  private AppliedFiles record(String line) {
    if (records.isEmpty()) {
      throw odd(line);
    }
    return records.getLast();
  }

  private static MalformedAnswerException odd(String line) {
    return new MalformedAnswerException("odd line: " + FactsLines.shown(line));
  }
}
