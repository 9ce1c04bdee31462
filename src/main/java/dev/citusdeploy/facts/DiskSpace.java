package dev.citusdeploy.facts;

/// Space on the file system that a folder is or will be on.
///
/// @param freeBytes free for those who are not root
/// @param sizeBytes all of it
/// @param freeFiles how many files can still be made; [Long#MAX_VALUE] where nothing limits them
public record DiskSpace(long freeBytes, long sizeBytes, long freeFiles) {}
