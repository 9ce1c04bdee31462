package dev.citusdeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Commands to paste are made by `model.ShellCommand`, word by word. In the sources' own texts a
/// command between backticks is a constant: nothing is put into it by concatenation or format.
final class CommandsInTextsTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /// Literals that are joined by `+` alone, as one.
  private static final Pattern LITERALS =
      Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\\\n]|\\\\.)*\")*");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

  /// How a command begins: a word in lower case and a blank. What has a colon is YAML.
  private static final Pattern COMMAND = Pattern.compile("[a-z][a-z0-9-]*(?: .*)?");

  private static final Pattern OPTION_OR_SQL = Pattern.compile("(?:docker|psql|ssh|rm|mv) .*");

  @Test
  void nothingIsPutIntoACommand() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        String source =
            Files.readString(file).replaceAll("(?m)^\\s*//.*$", "").replaceAll("'\"'|'`'", "' '");
        Matcher joined = LITERALS.matcher(source);
        while (joined.find()) {
          String text = text(joined.group());
          if (isOpenCommand(text) || isFormattedCommand(text) || isLooseCommand(source, joined)) {
            found.add(file.getFileName() + ": " + text);
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /// These set foreign text apart, see `model.ForeignText`.
  @Test
  void noOwnTextHoldsTheMarksOfForeignText() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(files.filter(it -> it.toString().endsWith(".java")))
          .filteredOn(file -> !file.endsWith("ForeignText.java"))
          .allSatisfy(file ->
              assertThat(Files.readString(file).replaceAll("(?m)^\\s*//.*$", ""))
                  .as(file.toString())
                  .doesNotContain("“", "”", "\"│"));
    }
  }

  private static String text(String literals) {
    StringBuilder text = new StringBuilder();
    Matcher literal = LITERAL.matcher(literals);
    while (literal.find()) {
      text.append(literal.group(1));
    }
    return text.toString();
  }

  /// A backtick opens a command that this literal does not end.
  private static boolean isOpenCommand(String text) {
    long marks = text.chars().filter(character -> character == '`').count();
    return marks % 2 == 1 && COMMAND.matcher(text.substring(text.lastIndexOf('`') + 1)).matches();
  }

  private static boolean isFormattedCommand(String text) {
    return Pattern.compile("`[a-z][a-z0-9-]* [^`:]*%[0-9$]*[sd][^`]*`").matcher(text).find();
  }

  /// A line of its own that begins with a program, and something is joined to its end.
  private static boolean isLooseCommand(String source, Matcher joined) {
    String text = text(joined.group());
    int line = text.lastIndexOf("\\n");
    String last = line < 0 ? "" : text.substring(line + 2).strip();
    return OPTION_OR_SQL.matcher(last).matches()
        && source.substring(joined.end()).stripLeading().startsWith("+");
  }

  @Test
  void findsWhatItIsToFind() {
    assertThat(isOpenCommand("when it is dead: `citus-deploy lock release --id ")).isTrue();
    assertThat(isOpenCommand("write `image: ")).isFalse();
    assertThat(isOpenCommand("unknown option `")).isFalse();
    assertThat(isFormattedCommand("rename it: `mv %s %s.off`")).isTrue();
    assertThat(isFormattedCommand("see `docker ps`, %s")).isFalse();
  }
}
