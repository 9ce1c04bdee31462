package dev.citusdeploy.remote.conversation;

import static dev.citusdeploy.remote.conversation.ConversationCases.bytes;
import static dev.citusdeploy.remote.conversation.ConversationCases.script;
import static dev.citusdeploy.remote.conversation.ConversationCases.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.Await;
import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.local.LocalWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConversationTest {
  private final AnswerReader answers = new AnswerReader();

  private Conversation conversation(LocalWire wire) {
    return new Conversation(wire, answers, new Random(1));
  }

  private LocalWire shell(String before) {
    return shell(before, answers);
  }

  private static LocalWire shell(String before, AnswerReader answers) {
    try {
      return LocalWire.open(
          before + Bootstrap.commandLine(false), Map.of("PATH", LocalPrograms.path()), answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEnd(AnswerReader answers) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    assertThat(answers.await(deadline)).isInstanceOf(Outcome.Ended.class);
  }

  private static Answer answer(Conversation conversation, Script script) {
    try {
      return ((Outcome.Answered) conversation.run(script)).answer();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void answersEveryCaseExactly() {
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      ConversationCases.all(script -> answer(conversation, script));
    }
  }

  @Test
  void linesOfStandardErrorArePassedOnBeforeTheScriptEnds(@TempDir Path empty) throws Exception {
    Path file = empty.resolve("goes-on");
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      var received = new CountDownLatch(2);
      var lines = Collections.synchronizedList(new ArrayList<String>());
      Script waits =
          script("echo one >&2; echo two >&2; while [ ! -e \"$FILE\" ]; do sleep 0.1; done")
              .with("FILE", file.toString());
      Thread other =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  if (received.await(10, TimeUnit.SECONDS)) {
                    Files.createFile(file);
                  }
                } catch (InterruptedException | IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(
              conversation.run(
                  waits,
                  line -> {
                    lines.add(line);
                    received.countDown();
                  }))
          .isInstanceOf(Outcome.Answered.class);
      other.join();
      assertThat(lines).containsExactly("one", "two");
    }
  }

  @Test
  void passesOverNoiseOnBothStreams() {
    String noise =
        "printf 'hello begin 0 3'; printf '%s begin 0 3\\nabc' 00; echo warning end >&2;"
            + "printf 'no newline' >&2;";
    try (var wire = shell(noise);
        var conversation = conversation(wire)) {
      assertThat(answer(conversation, script("echo a; echo b >&2")))
          .isEqualTo(new Answer(0, "a\n", "b\n"));
      assertThat(answer(conversation, script("cat", utf8("c")))).isEqualTo(new Answer(0, "c", ""));
    }
  }

  @Test
  void passesOverMegabytesOfNoise() {
    try (var wire = shell("head -c 5000000 /dev/zero | tr '\\0' x; ");
        var conversation = conversation(wire)) {
      assertThat(answer(conversation, script("echo a")).output()).isEqualTo("a\n");
    }
  }

  @Test
  void givesUpAtTheDeadline() throws InterruptedException {
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      var sleepy = new Script("sleeping", "sleep 60", Duration.ofMillis(300));
      assertThat(conversation.run(sleepy)).isInstanceOf(Outcome.Late.class);
    }
  }

  @Test
  void givesUpAtTheDeadlineAlsoWhenNobodyReadsThePayload() throws InterruptedException {
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      var stuck =
          new Script("stuck", "sleep 60", Bytes.of(bytes(5_000_000)), Duration.ofMillis(300));
      assertThat(conversation.run(stuck)).isInstanceOf(Outcome.Late.class);
    }
  }

  @Test
  void reportsHowTheOtherSideEnded() throws InterruptedException {
    try (var wire = shell("echo no luck >&2; exit 3; ");
        var conversation = conversation(wire)) {
      Outcome outcome = conversation.run(script("echo a"));
      assertThat(outcome)
          .isEqualTo(new Outcome.Ended(new Ending(3, null, false), false, "no luck"));
    }
  }

  @Test
  void doesNotTakeAnEndInMidScriptForAnAnswer() throws InterruptedException {
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      assertThat(conversation.run(script("echo a; kill -9 $$; sleep 5")))
          .isInstanceOfSatisfying(
              Outcome.Ended.class, ended -> assertThat(ended.greeted()).isTrue());
    }
  }

  @Test
  void noticesThatSomethingElseWritesIntoTheAnswers() throws Exception {
    answers.expect("ff", 1000);
    answers.outputSink().write(utf8("ff begin 0 3\nabintruder\nc ff end\n"));
    assertThat(answers.await(System.nanoTime()))
        .isEqualTo(new Outcome.Ended(Ending.GARBLED, true, "ntruder\nc ff end"));
  }

  @Test
  void readsAnswersThatArriveByteByByte() throws Exception {
    answers.expect("ff", 1000);
    for (byte single : utf8("xff ff beginff begin 12 6\nff en\nff end\n")) {
      answers.outputSink().write(single);
    }
    for (byte single : utf8("ff ff begin\nff en ff beff end\n")) {
      answers.errorSink().write(single);
    }
    assertThat(answers.await(System.nanoTime()))
        .isEqualTo(new Outcome.Answered(new Answer(12, "ff en\n", "ff en ff be")));
  }

  @Test
  void neverRunsAScriptThatWasCutOff(@TempDir Path folder) throws Exception {
    Path trace = folder.resolve("trace");
    var wire = shell("");
    String text = "touch " + trace + "\n# and more";
    wire.input().write(utf8("ab %d 0\n%s".formatted(text.length() + 1, text)));
    wire.input().close();
    awaitEnd(answers);
    assertThat(trace).doesNotExist();
  }

  @Test
  void neverShowsAScriptTheEndOfAPayloadThatWasCutOff(@TempDir Path folder) throws Exception {
    Path trace = folder.resolve("trace");
    String text = "cat >/dev/null; touch " + trace;
    for (int missing : List.of(2, 3, 5)) {
      var reader = new AnswerReader();
      var wire = shell("", reader);
      String asked = "ab %d 10\n%s0123456789ab\n".formatted(text.length(), text);
      wire.input().write(utf8(asked.substring(0, asked.length() - missing)));
      wire.input().close();
      awaitEnd(reader);
      assertThat(trace).as("with %d bytes missing", missing).doesNotExist();
    }
  }

  @Test
  void takesAnInterruptForACancel(@TempDir Path folder) throws InterruptedException {
    Path begun = folder.resolve("begun");
    var seen = new AtomicReference<Throwable>();
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      Thread runner =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  conversation.run(script("touch '" + begun + "'; sleep 60"));
                } catch (InterruptedException e) {
                  seen.set(e);
                }
              });
      Await.until("a script under way", () -> Files.exists(begun));
      runner.interrupt();
      runner.join();
    }
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void refusesAScriptWithNul() {
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      assertThatThrownBy(() -> conversation.run(script("echo \0")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void sendsTwentyMegabytesInSeconds() {
    try (var wire = shell("");
        var conversation = conversation(wire)) {
      long start = System.nanoTime();
      assertThat(answer(conversation, script("wc -c", bytes(20_000_000))).output().strip())
          .isEqualTo("20000000");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void leavesNoFileBehind(@TempDir Path folder) throws IOException {
    try (var wire = shell("cd " + folder + "; TMPDIR=. ");
        var conversation = conversation(wire)) {
      answer(conversation, script("cat", bytes(100_000)));
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void refusesAnAnswerThatIsAnnouncedAsLongerThanItMayBe() throws Exception {
    answers.expect("ff", 1000);
    answers.outputSink().write(utf8("ff begin 0 1001\n"));
    assertThat(answers.await(System.nanoTime())).isEqualTo(new Outcome.TooLong("output", 1000));
  }

  @Test
  void keepsNoMoreOfEndlessStreamsThanTheyMayHave() throws Exception {
    byte[] block = new byte[1 << 20];
    answers.expect("ff", 1000);
    answers.errorSink().write(utf8("ff begin\n"));
    for (int i = 0; i < 3000; i++) {
      // 3 GB, three times the memory of the tests, before, in and behind an answer.
      answers.errorSink().write(block);
    }
    assertThat(answers.await(System.nanoTime()))
        .isEqualTo(new Outcome.TooLong("error messages", Script.LONGEST_DIAGNOSTICS));

    AnswerReader noisy = new AnswerReader();
    noisy.expect("ff", 1000);
    for (int i = 0; i < 1500; i++) {
      noisy.outputSink().write(block);
    }
    noisy.outputSink().write(utf8("ff begin 0 1\naff end\n"));
    noisy.errorSink().write(utf8("ff begin\nff end\n"));
    for (int i = 0; i < 1500; i++) {
      noisy.outputSink().write(block);
      noisy.errorSink().write(block);
    }
    assertThat(noisy.await(System.nanoTime()))
        .isEqualTo(new Outcome.Answered(new Answer(0, "a", "")));
  }
}
