package dev.citusdeploy.cli;

/// Entry point of the program.
public final class Main {
  private Main() {}

  /// Runs the command line and leaves with its exit code.
  public static void main(String[] arguments) {
    System.exit(arguments.length == 0 ? 2 : 0);
  }
}
