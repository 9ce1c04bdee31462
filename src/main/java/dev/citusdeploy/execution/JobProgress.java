package dev.citusdeploy.execution;

import java.util.OptionalLong;

/// How far a long job on the servers is.
///
/// @param doneBytes bytes that were moved so far
/// @param totalBytes bytes to move in all; empty where nobody knows
/// @param bytesPerSecond how fast it goes; empty before that could be measured
/// @param waitsFor what it waits for, for people; empty while it gets on
public record JobProgress(
    long doneBytes, OptionalLong totalBytes, OptionalLong bytesPerSecond, String waitsFor) {}
