package dev.citusdeploy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class FanOutTest {
  @Test
  void keepsTheItemsOrderWhateverTheyTake() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);

    var results =
        new FanOut(2)
            .each(
                List.of("first", "second"),
                item -> {
                  if (item.equals("second")) {
                    second.countDown();
                    return 2;
                  }
                  await(second);
                  return 1;
                });

    assertThat(results.sequencedValues()).containsExactly(1, 2);
  }

  @Test
  void neverHasMoreUnderWayThanTheLimit() throws InterruptedException {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    new FanOut(3)
        .each(
            List.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
            item -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              LockSupport.parkNanos(1_000_000);
              return underWay.decrementAndGet();
            });

    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void awaitsEveryItemBeforeItThrows() {
    AtomicInteger awaited = new AtomicInteger();

    assertThatThrownBy(() ->
            new FanOut(8)
                .each(
                    List.of(1, 2, 3),
                    item -> {
                      awaited.incrementAndGet();
                      if (item == 1) {
                        throw new IllegalStateException("first");
                      }
                      return item;
                    }))
        .hasMessage("first");
    assertThat(awaited).hasValue(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
