/// Reads facts: one read-only script a host, run side by side, and a second one only where the
/// first raises a question.
///
/// Must not know: the desired state; only the requirements of every host are checked here.
@NullMarked
package dev.citusdeploy.facts.gather;

import org.jspecify.annotations.NullMarked;
