package dev.citusdeploy.report.json;

import java.util.List;

/// Problems alone, of a command that failed before it had a result.
///
/// @param format version of the document, 1
record ProblemsDocument(int format, List<ProblemEntry> problems) {}
