package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.model.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileDiffTest {
  @Test
  void hasThreeLinesOfContext() {
    assertThat(diff("a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nE\nf\ng\nh\ni\n"))
        .containsExactly("@@ -2,7 +2,7 @@", " b", " c", " d", "-e", "+E", " f", " g", " h");
  }

  @Test
  void reportsALastLineThatDoesNotEnd() {
    assertThat(diff("a\nb\n", "a\nb"))
        .containsExactly("@@ -1,2 +1,2 @@", " a", "-b", "+b", "\\ No newline at end of file");
    assertThat(diff("", "a\n")).containsExactly("@@ -0,0 +1,1 @@", "+a");
  }

  @Test
  void hidesPasswordsAndStillShowsThatTheyChanged() {
    assertThat(diff("a\npassword=old\n", "a\npassword=new\n"))
        .containsExactly(
            "@@ -1,2 +1,2 @@", " a", "-password=***", "+password=***   (another value)");
  }

  @Test
  void reportsWhatCannotBeShown() {
    var binary = new FileContent.Whole(Bytes.of(new byte[] {(byte) 0xff, 0, 1}));
    assertThat(FileDiff.lines(binary, whole("a"))).containsExactly("(not text: 3 B)");
    assertThat(FileDiff.lines(new FileContent.TooLarge(5 << 20), whole("a")))
        .containsExactly("(too large to show: 5.0 MB)");
    assertThat(FileDiff.lines(whole("a\0b"), whole("a"))).containsExactly("(not text: 3 B)");
  }

  @Test
  void sendsNothingToTheTerminalThatItWouldObey() {
    assertThat(diff("a\n", "\u001b[2Ja\r\n\tb\n"))
        .containsExactly("@@ -1,1 +1,2 @@", "-a", "+<U+001B>[2Ja<U+000D>", "+\tb");
  }

  private static List<String> diff(String before, String after) {
    return FileDiff.lines(whole(before), whole(after));
  }

  private static FileContent whole(String text) {
    return new FileContent.Whole(Bytes.of(text));
  }
}
