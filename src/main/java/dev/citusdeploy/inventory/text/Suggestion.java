package dev.citusdeploy.inventory.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class Suggestion {
  private Suggestion() {}

  /// The nearest of some words, if it is near enough for a typing error or an abbreviation.
  public static Optional<String> nearest(String word, List<String> words) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = Math.clamp(lower.length() / 3, 1, 3);
    return words.stream()
        .filter(candidate -> distance(lower, candidate) <= limit || begins(lower, candidate))
        .min(Comparator.comparingInt(candidate -> distance(lower, candidate)));
  }

  private static boolean begins(String word, String candidate) {
    return (word.length() >= 3 && candidate.startsWith(word))
        || (candidate.length() >= 3 && word.startsWith(candidate));
  }

  /// The number of insertions, deletions, changes and swaps of neighbours.
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= to.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int step = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        cost[i][j] = Math.min(step, cost[i - 1][j - 1] + change);
        if (swapped(from, to, i, j)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }

  private static boolean swapped(String from, String to, int i, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }
}
