package dev.citusdeploy.model;

/// Size of a machine.
///
/// @param cpus logical processors
/// @param memoryBytes main memory
public record Hardware(int cpus, long memoryBytes) {}
