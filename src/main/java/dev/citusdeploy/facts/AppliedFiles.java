package dev.citusdeploy.facts;

import dev.citusdeploy.model.Sha256;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What this program wrote for one node at one time, according to its record on the server.
///
/// @param generation what `conf/current` was set to; null when it is not recorded
/// @param hashes by name without the generation, secret files included
/// @param contents by the same names, of those files that were asked for; none of secret ones
public record AppliedFiles(
    @Nullable String generation,
    SequencedMap<String, Sha256> hashes,
    SequencedMap<String, FileContent> contents) {}
