package dev.citusdeploy.model;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the current work because of one or more problems. Every failure that is not a bug of this
/// program is one of these.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ProblemException.class);

  private final transient List<Problem> problems;

  /// Stops for one problem.
  public ProblemException(Problem problem) {
    this(List.of(problem));
  }

  /// Stops for one problem with a technical cause for the log.
  public ProblemException(Problem problem, Throwable cause) {
    super(problem.toString(), cause);
    this.problems = List.of(problem);
    // Problems are collected without their exceptions, so this is where the log gets the cause.
    LOG.debug("{}", problem, cause);
  }

  /// Stops for several problems, in the order they are to be shown.
  public ProblemException(List<Problem> problems) {
    super(String.join("; ", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  /// The problems, never empty.
  public List<Problem> problems() {
    return problems;
  }
}
