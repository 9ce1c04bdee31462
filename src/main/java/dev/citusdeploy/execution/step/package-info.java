/// Does single steps: in the catalog, or by scripts on servers, each only while what it was planned
/// on is still so.
///
/// Must not know: which step comes next.
@NullMarked
package dev.citusdeploy.execution.step;

import org.jspecify.annotations.NullMarked;
