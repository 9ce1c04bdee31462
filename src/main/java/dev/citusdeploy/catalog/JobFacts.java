package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Background jobs of Citus, such as a rebalance, and moves of shards that are under way, whether a
/// job or a session does them. Descriptions, commands and messages are foreign text.
///
/// @param jobs those that have not ended, and the latest that has, in the order of their ids
/// @param moves rows of `get_rebalance_progress()`, one per shard; co-located shards that move
///   together are several rows
/// @param silence why the moves could not be read, in the server's words; empty when they were. The
///   nodes that take part are asked for sizes, and one of them may not answer
public record JobFacts(List<Job> jobs, List<Move> moves, String silence) {
  /// Copies the lists.
  public JobFacts {
    jobs = List.copyOf(jobs);
    moves = List.copyOf(moves);
  }

  /// The jobs that have not ended.
  public List<Job> open() {
    return jobs.stream().filter(job -> !job.state().hasEnded()).toList();
  }

  /// The moves that a task of a job does; those of the job before this task are not among them.
  public List<Move> moves(Task task) {
    return moves.stream()
        .filter(move -> task.pid().isPresent() && task.pid().getAsLong() == move.pid())
        .toList();
  }

  /// A row of `pg_dist_background_job`.
  ///
  /// @param id `job_id`
  /// @param state `state`
  /// @param type `job_type`, for a rebalance "rebalance"
  /// @param description in Citus' words: "Rebalance all colocation groups"
  /// @param age how long ago it was started; empty when it has not begun
  /// @param done tasks that have succeeded
  /// @param tasks all other tasks, in the order of their ids
  public record Job(
      long id,
      JobState state,
      String type,
      String description,
      Optional<Duration> age,
      long done,
      List<Task> tasks) {
    /// Copies the list.
    public Job {
      tasks = List.copyOf(tasks);
    }
  }

  /// States of a job (`citus_job_status`).
  public enum JobState {
    /// None of its tasks has begun.
    SCHEDULED,
    /// Some have.
    RUNNING,
    /// All succeeded.
    FINISHED,
    /// Somebody is cancelling it.
    CANCELLING,
    /// Somebody cancelled it.
    CANCELLED,
    /// A task failed for good, and others still run.
    FAILING,
    /// A task failed for good.
    FAILED,
    /// A word that this program does not know.
    UNKNOWN;

    /// Whether nothing of the job runs any more.
    public boolean hasEnded() {
      return this == FINISHED || this == CANCELLED || this == FAILED;
    }
  }

  /// A row of `pg_dist_background_task`: one statement that the job consists of.
  ///
  /// @param id `task_id`
  /// @param state `status`
  /// @param command the statement, such as the call of `citus_move_shard_placement`
  /// @param pid of the coordinator's process that runs it; empty while none does
  /// @param retries how often it has failed and was queued again
  /// @param message the error of its last attempt; empty where there was none
  /// @param waits what it waits for
  /// @param nodes ids of the nodes that take part, as far as Citus recorded them
  public record Task(
      long id,
      TaskState state,
      String command,
      OptionalLong pid,
      long retries,
      String message,
      TaskWait waits,
      List<Integer> nodes) {
    /// Copies the list.
    public Task {
      nodes = List.copyOf(nodes);
    }
  }

  /// States of a task (`citus_task_status`).
  public enum TaskState {
    /// It waits for other tasks.
    BLOCKED,
    /// It waits for a process to run it, or for its next attempt.
    RUNNABLE,
    /// A process runs it.
    RUNNING,
    /// It succeeded.
    DONE,
    /// It is being cancelled.
    CANCELLING,
    /// It failed as often as Citus tries.
    ERROR,
    /// It will not run, as a task that it waited for failed.
    UNSCHEDULED,
    /// It was cancelled.
    CANCELLED,
    /// A word that this program does not know.
    UNKNOWN
  }

  /// What a task waits for.
  public sealed interface TaskWait {
    /// Nothing: it has ended, or runs without a wait that the coordinator can see.
    record Nothing() implements TaskWait {}

    /// The end of other tasks.
    ///
    /// @param tasks their ids, those that are done not among them
    record Others(List<Long> tasks) implements TaskWait {
      /// Copies the list.
      public Others {
        tasks = List.copyOf(tasks);
      }
    }

    /// A process: `citus.max_background_task_executors` of them run at a time, fewer where
    /// `max_worker_processes` is used up.
    record Executor() implements TaskWait {}

    /// Its next attempt after a failure.
    ///
    /// @param left how long until then
    record Retry(Duration left) implements TaskWait {}

    /// A lock on the coordinator.
    ///
    /// @param pids processes there that hold it, or wait for it with precedence
    record Lock(List<Long> pids) implements TaskWait {
      /// Copies the list.
      public Lock {
        pids = List.copyOf(pids);
      }
    }

    /// An event on the coordinator, which for a move is mostly the answer of another node.
    ///
    /// @param event type and name as in `pg_stat_activity`: "Extension:Extension"
    record Event(String event) implements TaskWait {}
  }

  /// A row of `get_rebalance_progress()`: a shard that is being moved or copied.
  ///
  /// @param pid of the coordinator's process that moves it
  /// @param table its name with its schema, which a client may have chosen: foreign text
  /// @param shard `shardid`
  /// @param from the node it is moved or copied from
  /// @param to the node it is moved or copied to
  /// @param stage how far it is as a whole
  /// @param copies whether it also stays at its source (`operation_type` is `copy`)
  /// @param phase in Citus' words: "Copying Data", "Catching Up"
  /// @param sourceBytes its size on the source
  /// @param targetBytes its size on the target; greater than 0 once data has arrived
  /// @param lag bytes of the source's write-ahead log that the target has not replayed; empty while
  ///   it is not replicating
  public record Move(
      long pid,
      String table,
      long shard,
      NodeAddress from,
      NodeAddress to,
      Stage stage,
      boolean copies,
      String phase,
      long sourceBytes,
      long targetBytes,
      OptionalLong lag) {}

  /// How far a move is (`progress`).
  public enum Stage {
    /// It waits for those before it.
    WAITING,
    /// It is being moved.
    MOVING,
    /// It is at its target.
    MOVED
  }
}
