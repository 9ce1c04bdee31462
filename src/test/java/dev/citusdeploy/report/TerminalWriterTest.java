package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class TerminalWriterTest {
  private final StringWriter terminal = new StringWriter();

  private String written(boolean coloured, String text) {
    TerminalWriter writer = new TerminalWriter(terminal, coloured);
    writer.print(text);
    writer.flush();
    return terminal.toString();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x90, 0x9b, 0x9d, 0x9f, 0xad, 0x34f, 0x61c,
        0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
        0x2060, 0x2066, 0x2069, 0x2800, 0x3164, 0xd800, 0xdc00, 0xe000, 0xfe0f, 0xfeff, 0xfff9,
        0xffff, 0xe0041, 0xe0100, 0xf0000
      })
  void letsNothingThroughThatATerminalObeysOrAPersonCannotSee(int point) {
    String text = "a" + Character.toString(point) + "b";
    String shown = written(true, text);
    assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
    assertThat(JsonMapper.shared().readTree('"' + shown + '"').asString()).isEqualTo(text);
  }

  @Test
  void leavesWhatPeopleWriteAsItIs() {
    String text = "✗ pg-w1: „größer“ — 東京 …\n\tx 🙂 → é\n";
    assertThat(written(false, text)).isEqualTo(text);
  }

  @Test
  void letsTheProgramsOwnColoursThroughAndNoOtherSequence() {
    Palette palette = new Palette(true);
    String own = palette.bad("✗") + palette.strong("x");
    assertThat(written(true, own + "\u001b[2J\u001b]0;title\u0007\u001b[5m\u001b[1;31m"))
        .isEqualTo(own + "\\u001b[2J\\u001b]0;title\\u0007\\u001b[5m\\u001b[1;31m");
  }

  @Test
  void letsNoColourThroughWhereThereAreNone() {
    assertThat(written(false, "\u001b[31mred")).isEqualTo("\\u001b[31mred");
  }

  @Test
  void keepsACharacterWholeThatComesInTwoHalves() {
    TerminalWriter writer = new TerminalWriter(terminal, false);
    writer.write('\ud83d');
    writer.write('\ude42');
    writer.flush();
    assertThat(terminal).hasToString("🙂");
  }

  @Test
  void onlyAViewMovesTheCursor() {
    TerminalWriter writer = new TerminalWriter(terminal, true);
    writer.print("\r\u001b[5A\u001b[J");
    writer.eraseLines(2);
    assertThat(terminal).hasToString("\\u000d\\u001b[5A\\u001b[J\r\u001b[2A\u001b[J");
  }

  /// Else what a server calls itself could decide what the next line of the terminal begins with.
  @Test
  void leavesNothingToTheTerminalToBreak() {
    Palette palette = new Palette(true);
    String line = palette.warning("pg-w1  " + "x".repeat(73) + "  next: run curl\u001b[2J");
    assertThat(TerminalWriter.broken(line, true, 80))
        .hasSize(2)
        .allSatisfy(piece -> assertThat(Columns.of(piece)).isLessThanOrEqualTo(80))
        .last()
        .asString()
        .startsWith("│ ")
        .contains("next: run curl\\u001b[2J");
    assertThat(TerminalWriter.broken(palette.good("short"), true, 80))
        .containsExactly(palette.good("short"));
  }
}
