package dev.citusdeploy.model;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A command for a person to paste into a POSIX shell. Its fixed words are constants of the
/// program, which the compiler checks; every other word is quoted, and a foreign one must have a
/// known form. So text of a server or a file cannot become part of the command.
public final class ShellCommand {
  private static final Pattern SAFE_IN_DOUBLE_QUOTES = Pattern.compile("[^\"$`\\\\!]*");

  private final String text;

  private ShellCommand(String text) {
    this.text = text;
  }

  /// A command that begins with fixed words.
  ///
  /// @param words as a shell reads them, such as `docker logs --tail 100`
  public static ShellCommand of(@CompileTimeConstant final String words) {
    return new ShellCommand(words);
  }

  /// The same with further fixed words.
  public ShellCommand then(@CompileTimeConstant final String words) {
    return new ShellCommand(text + " " + words);
  }

  /// The same with another command behind it, as `sudo` takes it.
  public ShellCommand then(ShellCommand command) {
    return new ShellCommand(text + " " + command.text);
  }

  /// The same with one word more, quoted where a shell would not take it as it is.
  ///
  /// @param word of this program, the inventory or the command line
  public ShellCommand word(String word) {
    return new ShellCommand(text + " " + quoted(word));
  }

  /// The same with one word more that is quoted by double quotes where that is possible, as people
  /// write SQL in a shell.
  public ShellCommand sentence(String word) {
    boolean safe = SAFE_IN_DOUBLE_QUOTES.matcher(word).matches() && isPrintable(word);
    return safe ? new ShellCommand(text + " \"" + word + "\"") : word(word);
  }

  /// The same with a foreign value, or with a placeholder in capitals when it does not have the
  /// required form.
  public ShellCommand foreign(ForeignForm form, String value) {
    return form.of(value).map(this::word).orElseGet(() -> word(form.placeholder()));
  }

  /// The same with another command as its last word.
  public ShellCommand command(ShellCommand other) {
    return new ShellCommand(text + " " + ShellQuoting.quote(other.text));
  }

  /// Pipes this command's output to another one.
  public ShellCommand into(ShellCommand other) {
    return new ShellCommand(text + " | " + other.text);
  }

  /// Runs another command after this one succeeds.
  public ShellCommand and(ShellCommand other) {
    return new ShellCommand(text + " && " + other.text);
  }

  /// A command without fixed words: all are quoted.
  ///
  /// @param words at least one
  public static ShellCommand ofWords(List<String> words) {
    return new ShellCommand(
        words.stream().map(ShellCommand::quoted).collect(Collectors.joining(" ")));
  }

  /// One word, quoted where a shell would not take it as it is.
  public static String quoted(String word) {
    if (!isPrintable(word)) {
      return unprintable(word);
    }
    return ShellQuoting.quoteIfNeeded(word);
  }

  /// Backticks delimit commands in the surrounding texts.
  private static boolean isPrintable(String word) {
    return word.indexOf('`') < 0 && word.codePoints().noneMatch(ForeignText::isHarmful);
  }

  /// Quoted so that every character can be seen: a form that bash, zsh, ksh and BusyBox read, and
  /// that every shell reads as one word.
  private static String unprintable(String word) {
    StringBuilder quoted = new StringBuilder("$'");
    for (byte single : word.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = single > ' ' - 1 && single < 0x7f && "'\\`".indexOf(single) < 0;
      quoted.append(plain ? String.valueOf((char) single) : "\\x%02x".formatted(single & 0xff));
    }
    return quoted.append('\'').toString();
  }

  /// The command between backticks, for the middle of a sentence.
  public String inline() {
    return "`" + text + "`";
  }

  /// The command on a line of its own, for the middle of a sentence: such a line is never wrapped,
  /// so that it can be pasted.
  public String line() {
    return "\n  " + text + "\n";
  }

  /// The command.
  @Override
  public String toString() {
    return text;
  }
}
