package dev.citusdeploy.cli.terminal;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of the command line and of files on this machine.
public final class CliProblemCodes {
  public static final ProblemCode COMMAND_LINE =
      new ProblemCode(
          "command-line",
          Kind.USAGE,
          "The program was called with a command, an option or a value that it does not know, or without one that it needs.",
          "See what there is: `citus-deploy --help`, `citus-deploy COMMAND --help`.");

  public static final ProblemCode SECRETS_FILE_NOT_NAMED =
      new ProblemCode(
          "secrets-file-not-named",
          Kind.USAGE,
          "The inventory comes from standard input, so there is no folder to search for the secrets file.",
          "Add `--secrets FILE`.");

  public static final ProblemCode SECRETS_MISSING =
      new ProblemCode(
          "secrets-missing",
          Kind.USAGE,
          "There is data of this cluster on a server, and no secrets file: certificates and passwords are never generated again for existing data.",
          "Copy the file from the machine on which the cluster was made, or from its backup, or name it with `--secrets FILE`; if the data is another cluster's, give this one another name with `cluster:`.");

  public static final ProblemCode CERTIFICATE_NOT_WRITTEN =
      new ProblemCode(
          "certificate-not-written",
          Kind.USAGE,
          "The CA's certificate cannot be written beside the secrets file.",
          "Make the folder writable, or keep the secrets elsewhere: `--secrets FILE`.");

  public static final ProblemCode STANDARD_INPUT_UNREADABLE =
      new ProblemCode(
          "standard-input-unreadable",
          Kind.USAGE,
          "The inventory cannot be read from standard input.",
          "Name a file instead of `-`.");

  public static final ProblemCode KNOWN_HOSTS_NOT_WRITTEN =
      new ProblemCode(
          "known-hosts-not-written",
          Kind.USAGE,
          "Accepted host keys cannot be saved.",
          "Make the file writable, or name another one under `ssh.known_hosts`.");

  public static final ProblemCode NO_SSH_PROGRAM =
      new ProblemCode(
          "no-ssh-program",
          Kind.USAGE,
          "There is no ssh program on this machine to log in with.",
          "Install an OpenSSH client; the message has the command that goes in without one.");

  public static final ProblemCode LOCK_ANOTHERS =
      new ProblemCode(
          "lock-anothers",
          Kind.LOCKED,
          "The run whose lock was to be released does not hold it; another one does.",
          "Check again: `citus-deploy lock show INVENTORY`.");

  public static final ProblemCode LOCK_NOT_RELEASED =
      new ProblemCode(
          "lock-not-released",
          Kind.STEP_FAILED,
          "The lock's file cannot be replaced.",
          "Log in as the user who applied the cluster, or set `ssh.sudo`.");

  public static final ProblemCode RUN_UNKNOWN =
      new ProblemCode(
          "run-unknown",
          Kind.USAGE,
          "No journal of a server has the run that is named, or several fit.",
          "See which there are: `citus-deploy history INVENTORY`.");

  public static final ProblemCode PLAN_STALE =
      new ProblemCode(
          "plan-stale",
          Kind.STALE,
          "A saved plan is not what would be done now: the inventory, the servers or the catalog changed since it was made. Nothing was done.",
          "Make the plan again and read it: `citus-deploy plan INVENTORY --out FILE`.");

  public static final ProblemCode PLAN_FORMAT =
      new ProblemCode(
          "plan-format",
          Kind.USAGE,
          "A saved plan was made by another version of the program.",
          "Make it again with this one: `citus-deploy plan INVENTORY --out FILE`.");

  public static final ProblemCode PLAN_NOT_WRITTEN =
      new ProblemCode(
          "plan-not-written",
          Kind.USAGE,
          "The file that a plan was to be saved in cannot be written.",
          "Name another one with `--out FILE`.");

  public static final ProblemCode PLAN_WITHOUT_FILE =
      new ProblemCode(
          "plan-without-file",
          Kind.USAGE,
          "A plan that is saved names the inventory it was made from; one from standard input has no name.",
          "Name the inventory's file.");

  public static final ProblemCode PLAN_OPTIONS =
      new ProblemCode(
          "plan-options",
          Kind.USAGE,
          "Options that make another plan were given beside a saved one.",
          "Give them to `citus-deploy plan INVENTORY --out FILE`; a saved plan remembers them.");

  public static final ProblemCode LIMIT_UNKNOWN =
      new ProblemCode(
          "limit-unknown",
          Kind.USAGE,
          "A part of `--limit` is no host, node or role of the inventory.",
          "Name hosts and nodes as the inventory does, or `role:worker`.");

  public static final ProblemCode NEW_DATA_UNKNOWN =
      new ProblemCode(
          "new-data-unknown",
          Kind.USAGE,
          "A part of `--new-data` is no node of the inventory.",
          "Name nodes as the inventory does.");

  private CliProblemCodes() {}
}
