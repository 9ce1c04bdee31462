package dev.citusdeploy.desired;

import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FileMode;

/// A file as it should be.
///
/// @param path relative to the node's folder, with `/`
/// @param mode permission bits; the owner is the user that the scripts run as
/// @param content the whole content
/// @param secret whether its content is secret and must not be shown
public record DesiredFile(String path, FileMode mode, Bytes content, boolean secret) {}
