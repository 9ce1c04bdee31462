package dev.citusdeploy.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in the program's own words.
public final class UsageWords {
  private UsageWords() {}

  /// One sentence.
  public static String of(ParameterException failure) {
    return switch (failure) {
      case UnmatchedArgumentException unmatched -> unknown(unmatched);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing.getMissing().stream().map(UsageWords::name).collect(Collectors.joining(" and "))
              + (missing.getMissing().size() == 1 ? " is missing" : " are missing");
      default -> lowered(String.valueOf(failure.getMessage()));
    };
  }

  /// What may have been meant, if it is known, ending so that more can follow.
  public static String advice(ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    return switch (failure) {
      case UnmatchedArgumentException unmatched when !unmatched.getSuggestions().isEmpty() -> {
        String near = unmatched.getSuggestions().getFirst();
        boolean whole = near.startsWith("-") || near.startsWith(command);
        yield "did you mean `" + (whole ? near : command + " " + near) + "`? Else ";
      }
      case MissingParameterException missing
          when missing.getMissing().stream().anyMatch(UsageWords::isInventory) ->
          "name the inventory's file, as in `" + command + " shop.yml`; ";
      default -> "";
    };
  }

  private static boolean isInventory(ArgSpec argument) {
    return argument instanceof PositionalParamSpec && argument.paramLabel().equals("INVENTORY");
  }

  /// After an unknown option the rest cannot be interpreted, so it alone is named.
  private static String unknown(UnmatchedArgumentException failure) {
    List<String> words = failure.getUnmatched();
    String first =
        words.stream().filter(word -> word.startsWith("-")).findFirst().orElse(words.getFirst());
    if (first.startsWith("-")) {
      return "unknown option `" + first + "`";
    }
    return failure.getCommandLine().getSubcommands().isEmpty()
        ? "`" + first + "` is one argument too many"
        : "unknown command `" + first + "`";
  }

  private static String name(ArgSpec argument) {
    return switch (argument) {
      case OptionSpec option ->
          "the option `" + option.longestName() + " " + option.paramLabel() + "`";
      case PositionalParamSpec position -> "the argument " + position.paramLabel();
      default -> argument.paramLabel();
    };
  }

  private static String lowered(String message) {
    return message.isEmpty()
        ? "it cannot be understood"
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
