/// Reads facts: one read-only script a host, run side by side, and a second one only where the
/// first raises a question.
///
/// Must not know: the desired state, and whether facts are good or bad.
@NullMarked
package dev.citusdeploy.facts.gather;

import org.jspecify.annotations.NullMarked;
