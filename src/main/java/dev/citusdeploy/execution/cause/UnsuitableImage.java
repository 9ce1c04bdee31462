package dev.citusdeploy.execution.cause;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import java.util.List;
import java.util.Optional;

/// What a script reports that inspected an image before it stopped anything for it: lines
/// `unfit|kind|what the data has|what the image gives`, and `former|image that served the data`.
final class UnsuitableImage {
  private static final String MARK = "unfit|";
  private static final String FORMER = "former|";

  private final Inventory inventory;

  UnsuitableImage(Inventory inventory) {
    this.inventory = inventory;
  }

  /// The problem; empty where nothing is reported as unfit.
  Optional<Problem> of(Step step, String where, Answer answer) {
    List<String> found =
        answer
            .output()
            .lines()
            .filter(line -> line.startsWith(MARK))
            .map(UnsuitableImage::sentence)
            .distinct()
            .toList();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                ExecutionProblemCodes.IMAGE_UNFIT,
                "the image " + inventory.image() + " cannot serve the data; nothing was stopped",
                where,
                String.join("; ", found),
                remedy(former(answer))));
  }

  private static Optional<String> former(Answer answer) {
    return answer
        .output()
        .lines()
        .filter(line -> line.startsWith(FORMER))
        .map(line -> line.substring(FORMER.length()))
        .findFirst();
  }

  private String remedy(Optional<String> former) {
    String back =
        former.filter(inventory.image()::equals).isPresent()
            ? "the name means another image than when the data was served from it: name that one by"
                + " its digest (`NAME@sha256:…`) at `image:` in the inventory"
            : "put the former image back at `image:` in the inventory"
                + former.map(image -> ", `" + ForeignText.inline(image) + "`").orElse("");
    return back
        + ", then `citus-deploy apply INVENTORY`; docs/upgrade.md describes how to get to another version"
        + " by hand";
  }

  private static String sentence(String line) {
    String[] parts = line.split("\\|", 4);
    String data = ForeignText.inline(parts.length > 2 ? parts[2] : "");
    String image = ForeignText.inline(parts.length > 3 ? parts[3] : "");
    return switch (parts[1]) {
      case "postgres" -> "the image holds PostgreSQL " + image + ", the data is of " + data;
      case "citus" -> "the image holds Citus " + image + ", the data is of " + data;
      case "libc" ->
          "databases record collations of glibc " + data + ", the image's is of " + image;
      default -> "databases record ICU collation " + data + ", the image gives " + image;
    };
  }
}
