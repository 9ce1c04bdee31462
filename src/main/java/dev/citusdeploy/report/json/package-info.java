/// Plans, results and status as JSON documents, and saved plans read back.
///
/// Must not know: terminals.
@NullMarked
package dev.citusdeploy.report.json;

import org.jspecify.annotations.NullMarked;
