package dev.citusdeploy.report;

import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.model.Background;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A run on a terminal: a line a host with what it does and for how long, and how far the whole is.
/// What failed stays above it. Draws from one thread at a time and owns the writer until it is
/// closed.
public final class LiveView implements Consumer<RunEvent>, AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final int BAR = 20;

  private final TerminalWriter out;
  private final Palette palette;
  private final Screen screen;
  private final int steps;
  private final InstantSource clock;
  private final Instant begun;
  private final SequencedMap<HostName, HostState> hosts = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int ended;
  private int drawn;

  /// How much room there is.
  ///
  /// @param width columns
  /// @param height lines
  public record Screen(int width, int height) {}

  /// What is known of a host; its steps under way with the times they began.
  private static final class HostState {
    private final SequencedMap<Step, Instant> running = new LinkedHashMap<>();

    /// How far the jobs are that steps wait for.
    private final Map<Step, String> progress = new HashMap<>();

    private int left;
    private int done;
    private int notReached;
    private boolean failed;
  }

  /// @param out the terminal
  public LiveView(
      TerminalWriter out, Palette palette, Screen screen, Plan plan, InstantSource clock) {
    this.out = out;
    this.palette = palette;
    this.screen = screen;
    this.steps = plan.steps().size();
    this.clock = clock;
    this.begun = clock.instant();
    for (Step step : plan.steps()) {
      hosts.computeIfAbsent(step.host(), _ -> new HostState()).left++;
    }
  }

  /// Draws again several times a second, so that the time is seen to pass.
  public LiveView ticking() {
    Background.start(
        "live-view",
        () -> {
          try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
              draw();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return this;
  }

  @Override
  public synchronized void accept(RunEvent event) {
    switch (event) {
      case RunEvent.Started(var step) -> host(step).running.put(step, clock.instant());
      case RunEvent.Waiting(var step, _, _) -> host(step).progress.remove(step);
      case RunEvent.Progressed(var step, var progress, _) ->
          host(step).progress.put(step, ProgressText.of(progress));
      case RunEvent.Ended(var step, var outcome) -> ended(host(step), step, outcome);
      case RunEvent.Interrupted(var underWay) ->
          above(palette.warning(RunLines.interrupted(underWay.size())));
    }
    draw();
  }

  private HostState host(Step step) {
    return hosts.computeIfAbsent(step.host(), _ -> new HostState());
  }

  private void ended(HostState host, Step step, StepOutcome outcome) {
    host.left--;
    host.running.remove(step);
    host.progress.remove(step);
    ended += outcome instanceof StepOutcome.NotReached ? 0 : 1;
    switch (outcome) {
      case StepOutcome.Succeeded _ -> host.done++;
      case StepOutcome.Failed(var took, var problems) -> {
        host.failed = true;
        String failed =
            "✗ %s: %s failed after %s: %s"
                .formatted(
                    step.host(),
                    step.action().phrase(),
                    RunLines.seconds(took),
                    problems.getFirst().what());
        String mark = "";
        for (String piece : Columns.lines(ForeignText.escaped(failed), screen.width() - 2)) {
          above(palette.bad(mark + piece));
          mark = ForeignText.MARK;
        }
      }
      case StepOutcome.NotReached _ -> host.notReached++;
    }
  }

  /// What the terminal shows now, a line each, none wider than it.
  synchronized List<String> frame() {
    List<String> lines = new ArrayList<>();
    int room = Math.max(1, screen.height() - 3);
    int hidden = 0;
    for (var entry : hosts.entrySet()) {
      if (lines.size() < room) {
        lines.add(line(entry.getKey(), entry.getValue()));
      } else {
        hidden++;
      }
    }
    if (hidden > 0) {
      lines.add(palette.faint("  … and " + hidden + " hosts more"));
    }
    lines.add(overall());
    return lines;
  }

  private String line(HostName name, HostState host) {
    int column = hosts.keySet().stream().mapToInt(host2 -> host2.value().length()).max().orElse(1);
    String padded = name + " ".repeat(column - name.value().length());
    if (!host.running.isEmpty()) {
      Step step = host.running.firstEntry().getKey();
      Duration since = Duration.between(host.running.firstEntry().getValue(), clock.instant());
      return palette.warning("▸")
          + cut(
              " "
                  + padded
                  + "  "
                  + step.action().phrase()
                  + " ("
                  + RunLines.seconds(since)
                  + ")"
                  + Optional.ofNullable(host.progress.get(step)).map(it -> ": " + it).orElse(""));
    }
    if (host.failed) {
      return palette.bad("✗") + cut(" " + padded + "  failed");
    }
    if (host.left == 0 && host.notReached > 0) {
      return palette.warning("-")
          + cut(" " + padded + "  " + host.done + " done, " + host.notReached + " not reached");
    }
    if (host.left == 0) {
      return palette.good("✓") + cut(" " + padded + "  " + host.done + " done");
    }
    return palette.faint("·") + cut(" " + padded + "  waits for others, " + host.left + " to do");
  }

  private String overall() {
    int filled = steps == 0 ? BAR : ended * BAR / steps;
    Duration since = Duration.between(begun, clock.instant());
    return cut(
        "█".repeat(filled)
            + "░".repeat(BAR - filled)
            + " "
            + ended
            + "/"
            + steps
            + " steps, "
            + RunLines.seconds(since));
  }

  private String cut(String text) {
    return Columns.cut(ForeignText.escaped(text), screen.width() - 2);
  }

  private void above(String line) {
    erase();
    out.println(line);
  }

  private synchronized void draw() {
    if (closed.getCount() == 0) {
      return;
    }
    erase();
    List<String> lines = frame();
    lines.forEach(out::println);
    drawn = lines.size();
    out.flush();
  }

  /// Back to where the frame begins, with everything below it removed. What somebody typed, such as
  /// Ctrl-C, may have moved the cursor to the right.
  private void erase() {
    if (drawn > 0) {
      out.eraseLines(drawn);
      drawn = 0;
    }
  }

  /// Draws the last frame and lets go of the terminal.
  @Override
  public synchronized void close() {
    draw();
    closed.countDown();
  }
}
