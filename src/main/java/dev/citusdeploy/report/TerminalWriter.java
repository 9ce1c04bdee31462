package dev.citusdeploy.report;

import dev.citusdeploy.model.ForeignText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one path by which text leaves the program: whatever is written, nothing gets through that
/// moves a cursor, changes the direction of text or cannot be seen. Such characters are written as
/// JSON escapes them, so that JSON documents stay what they are. This is the last line of defence:
/// those who make lines take care of line ends, see [ForeignText].
public final class TerminalWriter extends PrintWriter {
  /// Characters that stay as they are.
  private static final String KEPT = "\n\t";

  private final Writer terminal;

  /// @param terminal where the text goes
  /// @param coloured whether the program's own colours may pass
  public TerminalWriter(Writer terminal, boolean coloured) {
    super(new Filter(terminal, coloured), true);
    this.terminal = terminal;
  }

  /// The writer itself when it is such a one, else one around it.
  public static TerminalWriter around(PrintWriter writer, boolean coloured) {
    return writer instanceof TerminalWriter safe ? safe : new TerminalWriter(writer, coloured);
  }

  /// A line as this writer writes it, in pieces that a terminal need not break: each piece but the
  /// first bears the mark of foreign text. What comes from elsewhere could otherwise choose what a
  /// line begins with.
  ///
  /// @param width columns of the terminal
  public static List<String> broken(String line, boolean coloured, int width) {
    String safe = coloured ? Filter.aroundColours(line) : ForeignText.escaped(line, KEPT);
    if (Columns.of(safe) <= width) {
      return List.of(safe);
    }
    List<String> pieces = new ArrayList<>();
    for (String piece : Columns.lines(safe, Math.max(40, width) - ForeignText.MARK.length())) {
      pieces.add(pieces.isEmpty() ? piece : ForeignText.MARK + piece);
    }
    return pieces;
  }

  /// Moves the cursor up and removes everything below it. Nothing that is only written can do that.
  ///
  /// @param lines how many lines up
  void eraseLines(int lines) {
    try {
      terminal.write("\r\u001b[" + lines + "A\u001b[J");
    } catch (IOException e) {
      setError();
    }
  }

  /// Writes characters on, the harmful ones escaped.
  private static final class Filter extends Writer {
    /// What [Palette] and the library for the command line write: colours and weights, each alone.
    private static final Pattern COLOUR =
        Pattern.compile("\u001b\\[(?:0|1|2|3|21|22|23|31|32|33|36|39)m");

    private final Writer out;
    private final boolean coloured;
    private String half = "";

    Filter(Writer out, boolean coloured) {
      this.out = out;
      this.coloured = coloured;
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      write(half + new String(characters, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      write(half + text.substring(offset, offset + length));
    }

    @Override
    public void write(String text) throws IOException {
      half = "";
      String whole = text;
      if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
        // Its other half may come with the next call.
        half = text.substring(text.length() - 1);
        whole = text.substring(0, text.length() - 1);
      }
      out.write(coloured ? aroundColours(whole) : ForeignText.escaped(whole, KEPT));
    }

    private static String aroundColours(String text) {
      StringBuilder safe = new StringBuilder();
      Matcher colour = COLOUR.matcher(text);
      int from = 0;
      while (colour.find()) {
        safe.append(ForeignText.escaped(text.substring(from, colour.start()), KEPT));
        safe.append(colour.group());
        from = colour.end();
      }
      return safe.append(ForeignText.escaped(text.substring(from), KEPT)).toString();
    }

    @Override
    public void flush() throws IOException {
      if (!half.isEmpty()) {
        out.write(ForeignText.escaped(half));
        half = "";
      }
      out.flush();
    }

    @Override
    public void close() throws IOException {
      flush();
      out.close();
    }
  }
}
