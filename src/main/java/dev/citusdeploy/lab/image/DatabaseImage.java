package dev.citusdeploy.lab.image;

/// The database image that a lab runs, so that every run can report which one it used.
///
/// @param reference name with tag, as the inventory takes it
/// @param real whether it is Citus; otherwise it is the rehearsal image, which does not shard
public record DatabaseImage(String reference, boolean real) {
  /// One phrase for people, such as `citusdata/citus:14.0.1 (real Citus)`.
  public String described() {
    return reference + (real ? " (real Citus)" : " (rehearsal image: it does not shard)");
  }

  /// The requested image.
  public sealed interface Choice {
    /// The newest real one that is present or can be pulled, otherwise the rehearsal one.
    record Best() implements Choice {}

    /// The rehearsal one.
    record Rehearsal() implements Choice {}

    /// This one.
    ///
    /// @param reference name with tag
    record Named(String reference) implements Choice {}
  }
}
