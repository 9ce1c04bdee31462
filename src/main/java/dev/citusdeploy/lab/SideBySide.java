package dev.citusdeploy.lab;

import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// One thing done for all servers of a lab at once.
final class SideBySide {
  private SideBySide() {}

  /// Does something for every item, and waits for all of them before it fails.
  ///
  /// @return the results in the order of the items
  /// @throws ProblemException with the problems of all items that had any
  static <T, R> SequencedMap<T, R> each(List<T> items, Function<T, R> work) {
    List<Problem> problems = new ArrayList<>();
    SequencedMap<T, R> results = new LinkedHashMap<>();
    try {
      new FanOut(LabOptions.MOST_SERVERS)
          .each(items, item -> outcome(work, item))
          .forEach((item, outcome) -> {
            problems.addAll(outcome.problems());
            outcome.result().ifPresent(result -> results.put(item, result));
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add(
          new Problem(
              GeneralProblemCodes.INTERRUPTED,
              "work on the lab was interrupted",
              "this machine",
              "",
              "run it again: `citus-deploy lab up` continues where this run stopped"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return results;
  }

  /// Work without a result as a function's body.
  static Boolean done(Runnable work) {
    work.run();
    return true;
  }

  private static <T, R> Outcome<R> outcome(Function<T, R> work, T item) {
    try {
      return new Outcome<>(Optional.of(work.apply(item)), List.of());
    } catch (ProblemException e) {
      return new Outcome<>(Optional.empty(), e.problems());
    }
  }

  private record Outcome<R>(Optional<R> result, List<Problem> problems) {}
}
