package dev.citusdeploy.catalog;

/// What Citus does in the background.
public interface JobCatalog {
  /// Jobs that have not ended and the latest that has, with the moves that are under way: two
  /// statements, the second of which asks the nodes that take part in a move. Used only by code
  /// that starts, awaits or ends such a job.
  JobFacts facts();
}
