package dev.citusdeploy.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the first interrupt of a run ends, and what it leaves alone.
@Timeout(30)
final class InterruptibleWaitsTest {
  private final InterruptibleWaits waits = new InterruptibleWaits();

  @Test
  void aPauseEndsAtOnceAndItsThreadIsFreeForWhatComesNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> leftInterrupted =
          threads.submit(() -> {
            ProblemException ended =
                catchThrowableOfType(
                    ProblemException.class,
                    () ->
                        waits.pause(
                            "the wait",
                            "host a",
                            () -> {
                              begun.countDown();
                              Thread.sleep(Duration.ofMinutes(1));
                            }));
            assertThat(ended.problems().getFirst().kind()).isEqualTo(Problem.Kind.INTERRUPTED);
            return Thread.currentThread().isInterrupted();
          });
      begun.await();
      waits.end();
      assertThat(leftInterrupted.get(2, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void anAnswerThatComesInTimeIsTaken() {
    waits.end();
    assertThat(waits.answer(() -> "well")).isEqualTo("well");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUpAfterAMoment() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer =
          threads.submit(() ->
              waits.answer(() -> {
                begun.countDown();
                try {
                  Thread.sleep(Duration.ofMinutes(1));
                  return "late";
                } catch (InterruptedException e) {
                  return "given up";
                }
              }));
      begun.await();
      waits.end();
      assertThat(answer.get(InterruptibleWaits.GRACE.toSeconds() + 2, TimeUnit.SECONDS))
          .isEqualTo("given up");
    }
  }

  @Test
  void aThreadThatDoesNotWaitIsLeftAlone() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> work =
          threads.submit(() -> {
            waits.answer(() -> "well");
            return ended.await(10, TimeUnit.SECONDS);
          });
      waits.end();
      Thread.sleep(InterruptibleWaits.GRACE.plusMillis(500));
      ended.countDown();
      assertThat(work.get()).isTrue();
    }
  }
}
