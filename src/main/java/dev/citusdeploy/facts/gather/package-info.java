/// Reads facts: one read-only script a host, run side by side, and a second one only where the
/// first raises a question.
///
/// Must not know: what should be: no desired state is compared here, but what every host must have.
@NullMarked
package dev.citusdeploy.facts.gather;

import org.jspecify.annotations.NullMarked;
