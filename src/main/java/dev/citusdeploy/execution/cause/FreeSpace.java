package dev.citusdeploy.execution.cause;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much space a failed step found, from the last line of its script.
///
/// @param path where
/// @param text for people
/// @param none whether nothing at all is left: not one block, or not one file
record FreeSpace(String path, String text, boolean none) {
  private static final Pattern LINE =
      Pattern.compile(
          "room (.{1,4096})\\|(\\d{1,9})\\|(\\d{1,18})\\|(\\d{1,18})\\|(\\d{1,15})\\|(\\d{1,15})");

  /// What the lines report; empty when they report nothing.
  static Optional<FreeSpace> in(List<String> lines) {
    return lines.stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> new FreeSpace(line.group(1), text(line), isNone(line)))
        .reduce((_, last) -> last);
  }

  /// Words without such a line.
  static String without(String words) {
    return String.join(
        "\n", words.lines().filter(line -> !LINE.matcher(line.strip()).matches()).toList());
  }

  /// Where a file system counts no blocks, or no files, it reports 0 of 0.
  private static boolean isNone(Matcher line) {
    return (isZero(line.group(4)) && !isZero(line.group(3)))
        || (isZero(line.group(6)) && !isZero(line.group(5)));
  }

  private static boolean isZero(String number) {
    return Long.parseLong(number) == 0;
  }

  private static String text(Matcher line) {
    long block = Long.parseLong(line.group(2));
    String bytes =
        mebibytes(block, line.group(4))
            + " of "
            + mebibytes(block, line.group(3))
            + " MiB are free";
    return line.group(5).equals("0") || !line.group(6).equals("0")
        ? bytes
        : bytes + ", but no file can be made any more (0 of " + line.group(5) + " inodes are free)";
  }

  private static long mebibytes(long block, String blocks) {
    return (block * Long.parseLong(blocks)) >> 20;
  }
}
