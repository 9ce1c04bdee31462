package dev.citusdeploy.lab.docker;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of the lab on this machine.
public final class LabProblemCodes {
  public static final ProblemCode LAB_NAME =
      new ProblemCode(
          "lab-name",
          Kind.USAGE,
          "A lab cannot have that name.",
          "Take 1 to 40 of a-z, 0-9 and hyphens.");

  public static final ProblemCode LAB_SERVER_UNKNOWN =
      new ProblemCode(
          "lab-server-unknown",
          Kind.USAGE,
          "The lab has no such server.",
          "List its servers: `citus-deploy lab status`.");

  public static final ProblemCode LAB_SIZE =
      new ProblemCode(
          "lab-size",
          Kind.USAGE,
          "A lab cannot have that many servers or addresses.",
          "Take fewer: `citus-deploy lab up --servers 3`.");

  public static final ProblemCode LAB_IMAGE_MISSING =
      new ProblemCode(
          "lab-image-missing",
          Kind.USAGE,
          "The database image is not on this machine and cannot be pulled.",
          "Find out why: `docker pull IMAGE`; or bring it as a file: `docker load -i FILE`.");

  public static final ProblemCode LAB_IMAGE_TAG =
      new ProblemCode(
          "lab-image-tag",
          Kind.USAGE,
          "The lab takes an image by its tag, and this one has none.",
          "Give it one: `docker tag IMAGE lab/database:1`, then `citus-deploy lab up --image lab/database:1`.");

  public static final ProblemCode LAB_IMAGE_BUILD =
      new ProblemCode(
          "lab-image-build",
          Kind.STEP_FAILED,
          "An image of the lab cannot be built.",
          "Check that Debian's package mirror can be reached.");

  public static final ProblemCode LAB_NETWORK =
      new ProblemCode(
          "lab-network",
          Kind.STEP_FAILED,
          "No network can be made for the lab.",
          "Remove networks that no container uses: `docker network prune`.");

  public static final ProblemCode LAB_NETWORK_FULL =
      new ProblemCode(
          "lab-network-full",
          Kind.USAGE,
          "The lab's network has no space for more addresses.",
          "Make the lab again: `citus-deploy lab down`, then `citus-deploy lab up`.");

  public static final ProblemCode LAB_SERVER_NOT_READY =
      new ProblemCode(
          "lab-server-not-ready",
          Kind.UNREACHABLE,
          "A server of the lab does not become ready.",
          "Read its log: `docker logs NAME`.");

  static final ProblemCode LAB_DOCKER_MISSING =
      new ProblemCode(
          "lab-docker-missing",
          Kind.USAGE,
          "There is no docker program on this machine.",
          "Install Docker Engine 20.10 or newer.");

  static final ProblemCode LAB_DOCKER_PERMISSION =
      new ProblemCode(
          "lab-docker-permission",
          Kind.USAGE,
          "The Docker Engine of this machine does not let this user in.",
          "Let the user in: `sudo usermod -aG docker \"$USER\"`, then log in again.");

  static final ProblemCode LAB_DOCKER_SILENT =
      new ProblemCode(
          "lab-docker-silent",
          Kind.UNREACHABLE,
          "No Docker Engine answers on this machine.",
          "Start it: `sudo systemctl start docker`.");

  static final ProblemCode LAB_DOCKER_FAILED =
      new ProblemCode(
          "lab-docker-failed",
          Kind.STEP_FAILED,
          "A docker command on this machine failed.",
          "Check the state of the engine: `docker info`; then run the same command again.");

  public static final ProblemCode LAB_DOCKER_TIMEOUT =
      new ProblemCode(
          "lab-docker-timeout",
          Kind.STEP_FAILED,
          "A docker command on this machine took too long.",
          "Check the state of the engine: `docker info`; then run the same command again.");

  private LabProblemCodes() {}
}
