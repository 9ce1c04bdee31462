package dev.citusdeploy.execution;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Steps that failed. Steps that do not depend on them are still done; the same apply goes on
/// later.
final class ExecutionProblemCodes {
  static final ProblemCode STEP_FAILED_PULL_IMAGE =
      new ProblemCode(
          "step-failed-pull-image",
          Kind.STEP_FAILED,
          "A server could not fetch the image.",
          "See that it can: `docker pull IMAGE` there.");

  static final ProblemCode STEP_FAILED_WRITE_FILES =
      new ProblemCode(
          "step-failed-write-files",
          Kind.STEP_FAILED,
          "The files of a server's nodes could not be written. What was there stays as it was: a set of files is switched as a whole or not at all.",
          "Remove the cause that the message shows.");

  static final ProblemCode STEP_FAILED_INITIALISE =
      new ProblemCode(
          "step-failed-initialise",
          Kind.STEP_FAILED,
          "The first start of a node, which makes its data, failed. Data that is not complete is never used.",
          "Remove the cause that the message shows.");

  static final ProblemCode STEP_FAILED_START =
      new ProblemCode(
          "step-failed-start",
          Kind.STEP_FAILED,
          "A node's container did not start, or did not become healthy.",
          "Look at its log: `docker logs CLUSTER-NODE`.");

  static final ProblemCode STEP_FAILED_RECREATE =
      new ProblemCode(
          "step-failed-recreate",
          Kind.STEP_FAILED,
          "A node's container was made anew and did not become healthy.",
          "Look at its log: `docker logs CLUSTER-NODE`.");

  static final ProblemCode STEP_FAILED_RELOAD =
      new ProblemCode(
          "step-failed-reload",
          Kind.STEP_FAILED,
          "A node did not take in its changed files.",
          "Look at its log: `docker logs CLUSTER-NODE`.");

  static final ProblemCode CLUSTER_UNHEALTHY =
      new ProblemCode(
          "cluster-unhealthy",
          Kind.STEP_FAILED,
          "After the changes the cluster does not pass its check.",
          "`citus-deploy status INVENTORY` shows what is wrong.");

  static final ProblemCode INTERNAL_ERROR =
      new ProblemCode(
          "internal-error",
          Kind.STEP_FAILED,
          "The program made a mistake in a step.",
          "Report it, with the log file of the run.");

  private ExecutionProblemCodes() {}
}
