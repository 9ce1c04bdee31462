package dev.citusdeploy.report;

import dev.citusdeploy.execution.JobProgress;
import dev.citusdeploy.model.ForeignText;

/// How far a job is, for people: `1.2 GB of 8.0 GB moved, 40.0 MB/s`.
final class ProgressText {
  private ProgressText() {}

  static String of(JobProgress progress) {
    StringBuilder text = new StringBuilder(ByteSize.words(progress.doneBytes()));
    progress.totalBytes().ifPresent(total -> text.append(" of ").append(ByteSize.words(total)));
    text.append(" moved");
    progress
        .bytesPerSecond()
        .ifPresent(rate -> text.append(", ").append(ByteSize.words(rate)).append("/s"));
    if (!progress.waitsFor().isEmpty()) {
      text.append("; waits for ").append(ForeignText.inline(progress.waitsFor()));
    }
    return text.toString();
  }
}
