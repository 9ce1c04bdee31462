package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.JobFacts.Job;
import dev.citusdeploy.catalog.JobFacts.JobState;
import dev.citusdeploy.catalog.JobFacts.Task;
import dev.citusdeploy.catalog.JobFacts.TaskState;
import dev.citusdeploy.catalog.JobFacts.TaskWait;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Background jobs and their tasks: SQL on the coordinator, and how its rows are read. The tables
/// are the same in Citus 11.3 to 14.0 (`citus--11.0-4--11.1-1.sql`, and `nodes_involved` of
/// `citus--11.2-2--11.3-1.sql`, in its sources).
final class JobSql {
  /// The condition of a job that has not ended; other queries use it too.
  static final String OPEN = "state IN ('scheduled', 'running', 'cancelling', 'failing')";

  /// Rows of the kinds `job` and `task`. Tasks that are done are only counted. What a task or its
  /// process waits for is read only where it matters, since finding the processes that hold locks
  /// is expensive.
  private static final String JOBS =
      """
      WITH wanted AS MATERIALIZED (
        SELECT * FROM pg_dist_background_job
        WHERE $OPEN
          OR job_id = (SELECT max(job_id) FROM pg_dist_background_job WHERE NOT ($OPEN)))
      SELECT 'job' AS kind, 0 AS id, ARRAY[job.job_id::text, job.state::text, job.job_type::text,
        left(job.description, 1000),
        date_part('epoch', clock_timestamp() - job.started_at)::bigint::text,
        (SELECT count(*) FROM pg_dist_background_task AS task
          WHERE task.job_id = job.job_id AND task.status = 'done')::text] AS cells,
        job.job_id AS place
      FROM wanted AS job
      UNION ALL
      SELECT 'task', 0, ARRAY[task.job_id::text, task.task_id::text, task.status::text,
        left(task.command, 1000), task.pid::text, task.retry_count::text,
        left(task.message, 2000),
        CASE WHEN task.not_before > clock_timestamp() THEN
          date_part('epoch', task.not_before - clock_timestamp())::bigint::text END,
        array_to_string(task.nodes_involved, ' '),
        CASE WHEN task.status = 'blocked' THEN
          (SELECT string_agg(given.depends_on::text, ' ' ORDER BY given.depends_on)
            FROM pg_dist_background_task_depend AS given
            JOIN pg_dist_background_task AS former ON former.task_id = given.depends_on
            WHERE given.job_id = task.job_id AND given.task_id = task.task_id
              AND former.status <> 'done') END,
        CASE WHEN task.status IN ('running', 'cancelling') THEN
          array_to_string(pg_blocking_pids(task.pid), ' ') END,
        (SELECT concat_ws(':', activity.wait_event_type, activity.wait_event)
          FROM pg_stat_activity AS activity
          WHERE activity.pid = task.pid AND task.status IN ('running', 'cancelling'))],
        task.task_id
      FROM pg_dist_background_task AS task JOIN wanted USING (job_id)
      WHERE task.status <> 'done'
      ORDER BY kind, place
      """
          .replace("$OPEN", OPEN);

  private JobSql() {}

  /// Jobs that have not ended, and the latest one that has; no node is queried.
  static List<Job> jobs(JdbcSession session) {
    List<CatalogRow> rows =
        session.query(Sql.of("reading background jobs", JOBS), CatalogRow::read);
    SequencedMap<Long, Stream.Builder<Task>> tasks = new LinkedHashMap<>();
    for (CatalogRow row : CatalogRow.of("task", rows)) {
      tasks.computeIfAbsent(row.cells().number(0), _ -> Stream.builder()).add(task(row.cells()));
    }
    return CatalogRow.of("job", rows).stream()
        .map(row -> job(row.cells(), tasks.getOrDefault(row.cells().number(0), Stream.builder())))
        .toList();
  }

  private static Job job(Cells cells, Stream.Builder<Task> tasks) {
    return new Job(
        cells.number(0),
        state(JobState.class, cells.get(1), JobState.UNKNOWN),
        cells.get(2),
        cells.get(3),
        cells.get(4).isEmpty()
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(Math.max(0, cells.number(4)))),
        cells.number(5),
        tasks.build().toList());
  }

  private static Task task(Cells cells) {
    TaskState state = state(TaskState.class, cells.get(2), TaskState.UNKNOWN);
    return new Task(
        cells.number(1),
        state,
        cells.get(3),
        cells.get(4).isEmpty() ? OptionalLong.empty() : OptionalLong.of(cells.number(4)),
        cells.number(5),
        cells.get(6),
        waiting(state, cells),
        numbers(cells.get(8)).map(Math::toIntExact).toList());
  }

  private static TaskWait waiting(TaskState state, Cells cells) {
    return switch (state) {
      case BLOCKED -> new TaskWait.Others(numbers(cells.get(9)).toList());
      case RUNNABLE ->
          cells.get(7).isEmpty()
              ? new TaskWait.Executor()
              : new TaskWait.Retry(Duration.ofSeconds(cells.number(7)));
      case RUNNING, CANCELLING -> running(cells);
      case DONE, ERROR, UNSCHEDULED, CANCELLED, UNKNOWN -> new TaskWait.Nothing();
    };
  }

  private static TaskWait running(Cells cells) {
    if (!cells.get(10).isEmpty()) {
      return new TaskWait.Lock(numbers(cells.get(10)).toList());
    }
    return cells.get(11).isEmpty() ? new TaskWait.Nothing() : new TaskWait.Event(cells.get(11));
  }

  /// Numbers separated by blanks.
  private static Stream<Long> numbers(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).map(Long::valueOf);
  }

  private static <E extends Enum<E>> E state(Class<E> states, String word, E unknown) {
    return Stream.of(states.getEnumConstants())
        .filter(state -> state.name().equals(word.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(unknown);
  }
}
