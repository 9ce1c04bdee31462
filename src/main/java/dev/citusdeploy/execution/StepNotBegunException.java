package dev.citusdeploy.execution;

/// Ends a step that has done nothing and is not to do anything any more.
public final class StepNotBegunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param because why, for people: "the run was interrupted"
  public StepNotBegunException(String because) {
    super(because);
  }

  /// Why, for people.
  public String because() {
    return String.valueOf(getMessage());
  }
}
