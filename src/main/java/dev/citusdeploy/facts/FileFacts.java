package dev.citusdeploy.facts;

import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.Sha256;

/// A regular file of ours on a host.
public record FileFacts(Sha256 hash, FileMode mode) {}
