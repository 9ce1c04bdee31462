package dev.citusdeploy.report.json;

import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.Sha256;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a plan comes from, for its document.
///
/// @param inventory path of the inventory as the document names it; `-` for standard input
/// @param hash of the inventory's text, null where it came from standard input
/// @param secretsFile path of the secrets file where it was named, else null
/// @param options the options it was made with
/// @param mac a keyed hash of a secret: it shows whether two are the same, and nothing else
/// @param superuserPassword what new data is made with; null for one that nobody knows
public record PlanOrigin(
    String inventory,
    @Nullable Sha256 hash,
    @Nullable String secretsFile,
    PlanOptions options,
    Function<Secret, String> mac,
    @Nullable Secret superuserPassword) {}
