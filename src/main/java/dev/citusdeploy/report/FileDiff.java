package dev.citusdeploy.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.SecretMask;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The difference of two contents of a file, as the lines of a unified diff with three lines of
/// context and without its header. Values with the form of secrets are hidden; that they changed is
/// still to be seen.
final class FileDiff {
  private static final int CONTEXT = 3;

  /// More lines than any file of this program has. The time a comparison takes grows with the
  /// product of the lines that differ, and a server may hold any file.
  private static final int LONGEST = 3000;

  private static final String NO_END = "\n\\ No newline at end of file";

  private FileDiff() {}

  /// The lines; a single one, in parentheses, where there is nothing that could be compared.
  static List<String> lines(FileContent before, FileContent after) {
    Optional<List<String>> old = text(before);
    Optional<List<String>> wanted = text(after);
    if (old.isEmpty() || wanted.isEmpty()) {
      return List.of("(" + (old.isEmpty() ? unreadable(before) : unreadable(after)) + ")");
    }
    if (Math.max(old.get().size(), wanted.get().size()) > LONGEST) {
      return List.of("(longer than " + LONGEST + " lines)");
    }
    var patch = DiffUtils.diff(old.get(), wanted.get());
    List<String> unified = UnifiedDiffUtils.generateUnifiedDiff("", "", old.get(), patch, CONTEXT);
    return masked(unified.subList(Math.min(2, unified.size()), unified.size()));
  }

  /// How many lines a text has; the last one need not end.
  static long count(Bytes content) {
    return content.text().lines().count();
  }

  private static Optional<List<String>> text(FileContent content) {
    if (!(content instanceof FileContent.Whole(var bytes))) {
      return Optional.empty();
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
      return text.indexOf('\0') < 0 ? Optional.of(split(text)) : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String rest = lines.removeLast();
    if (!rest.isEmpty()) {
      lines.add(rest + NO_END);
    }
    return lines;
  }

  private static String unreadable(FileContent content) {
    return switch (content) {
      case FileContent.Whole(var bytes) -> "not text: " + ByteSize.words(bytes.size());
      case FileContent.TooLarge(var size) -> "too large to show: " + ByteSize.words(size);
    };
  }

  private static List<String> masked(List<String> unified) {
    List<String> lines = new ArrayList<>();
    Set<String> hidden = new HashSet<>();
    for (String line : unified) {
      for (String part : line.split("\n", -1)) {
        String shown = printable(SecretMask.of(part));
        String body = shown.substring(Math.min(1, shown.length()));
        boolean isHidden = !SecretMask.of(part).equals(part);
        if (isHidden && part.startsWith("-")) {
          hidden.add(body);
        }
        boolean same = isHidden && part.startsWith("+") && hidden.contains(body);
        lines.add(same ? shown + "   (another value)" : shown);
      }
    }
    return lines;
  }

  /// What a terminal would obey is spelt out.
  private static String printable(String line) {
    StringBuilder text = new StringBuilder();
    line.codePoints()
        .forEach(c -> {
          if (ForeignText.isHarmful(c) && c != '\t') {
            text.append("<U+%04X>".formatted(c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.toString();
  }
}
