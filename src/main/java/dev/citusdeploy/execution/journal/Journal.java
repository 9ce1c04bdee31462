package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// The record of a run that each server keeps: one JSON object a line, appended and brought to the
/// disk before the step it announces does anything, and again when it has ended. So what a run that
/// was killed had begun is known, from any machine. It has no secrets.
public final class Journal {
  /// A journal that is larger, in bytes, when a run begins becomes the older part.
  private static final long LIMIT = 1 << 20;

  /// The event that a run begins with.
  static final String RUN = "run";

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Inventory inventory;
  private final RunIdentity run;

  /// Where this run has seen to the journal's size.
  private final Set<HostName> rotated = ConcurrentHashMap.newKeySet();

  public Journal(Inventory inventory, RunIdentity run) {
    this.inventory = inventory;
    this.run = run;
  }

  /// Path of the journal on every server.
  static String file(Inventory inventory) {
    return inventory.layout().journal();
  }

  /// A step's script with its record around it.
  public Script around(Step step, Script script) {
    String text =
        ScriptFiles.text("journal.sh")
            + "\njournal_rotate\njournal begin \"$ENTRY\" || exit 1\n(\n"
            + script.text()
            + "\n)\nCODE=$?\njournal end \"$ENTRY,\\\"exit\\\":$CODE\"\nexit \"$CODE\"\n";
    return new Script(script.title(), text, script.payload(), script.deadline())
        .with("JOURNAL", file(inventory))
        .with("JOURNAL_LIMIT", rotated.add(step.host()) ? Long.toString(LIMIT) : "")
        .with("ENTRY", entry(step));
  }

  /// A script that only writes one line: the beginning or the end of the run, or of a step that
  /// happens in the catalog.
  Script line(String event, SequencedMap<String, Object> more) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("run", run.id());
    entry.putAll(more);
    return new Script(
            "write the journal",
            ScriptFiles.text("journal.sh")
                + (event.equals(RUN) ? "\njournal_rotate" : "")
                + "\njournal \"$EVENT\" \"$ENTRY\"\n",
            DEADLINE)
        .with("JOURNAL", file(inventory))
        .with("JOURNAL_LIMIT", Long.toString(LIMIT))
        .with("EVENT", event)
        .with("ENTRY", fields(entry));
  }

  /// Who runs what, for the first line of a run.
  SequencedMap<String, Object> identity() {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("who", run.who());
    entry.put("command", run.command());
    return entry;
  }

  /// What is recorded of a step.
  public static SequencedMap<String, Object> of(Step step) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("step", step.id());
    entry.put("host", step.host().value());
    entry.put("reason", step.reason());
    return entry;
  }

  private String entry(Step step) {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("run", run.id());
    entry.putAll(of(step));
    return fields(entry);
  }

  private static String fields(SequencedMap<String, Object> entry) {
    String object = ForeignText.escaped(JsonMapper.shared().writeValueAsString(entry));
    return object.substring(1, object.length() - 1);
  }
}
