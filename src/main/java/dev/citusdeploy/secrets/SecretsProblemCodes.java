package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of the secrets file.
final class SecretsProblemCodes {
  static final ProblemCode SECRETS_UNREADABLE =
      new ProblemCode(
          "secrets-unreadable",
          Kind.USAGE,
          "The secrets file cannot be read.",
          "See what it is and who owns it: `ls -ld FILE`.");

  static final ProblemCode SECRETS_OTHER_CLUSTER =
      new ProblemCode(
          "secrets-other-cluster",
          Kind.USAGE,
          "The secrets file belongs to another cluster.",
          "Name the right one with `--secrets FILE`.");

  static final ProblemCode SECRETS_UNWRITABLE =
      new ProblemCode(
          "secrets-unwritable",
          Kind.USAGE,
          "The secrets file cannot be written.",
          "Make its folder writable, or name another place with `--secrets FILE`.");

  static final ProblemCode SECRETS_CHANGED =
      new ProblemCode(
          "secrets-changed",
          Kind.STALE,
          "Another run, or an editor, changed the secrets file meanwhile.",
          "Run the same command again.");

  static final ProblemCode SECRETS_PERMISSIONS =
      new ProblemCode(
          "secrets-permissions",
          Kind.USAGE,
          "Others than its owner may read or write the secrets file.",
          "Remove their rights: `chmod 600 FILE`.");

  static final ProblemCode SECRETS_YAML =
      new ProblemCode(
          "secrets-yaml",
          Kind.USAGE,
          "The secrets file is not YAML.",
          "Restore a copy of it, or name one with `--secrets FILE`.");

  static final ProblemCode SECRETS_INVALID =
      new ProblemCode(
          "secrets-invalid",
          Kind.USAGE,
          "The secrets file lacks something or contains something that is not a secret of a cluster.",
          "Restore a copy of it, or name one with `--secrets FILE`.");

  static final ProblemCode SECRET_VARIABLE_MISSING =
      new ProblemCode(
          "secret-variable-missing",
          Kind.USAGE,
          "A secret comes from a variable of the environment that is not set.",
          "Set it where the program is started: `export NAME=…`.");

  static final ProblemCode SECRET_FILE_UNUSABLE =
      new ProblemCode(
          "secret-file-unusable",
          Kind.USAGE,
          "A secret comes from a file that is missing, unreadable, or open to everyone.",
          "Write the secret to it, with mode 0600.");

  static final ProblemCode SECRET_COMMAND_FAILED =
      new ProblemCode(
          "secret-command-failed",
          Kind.USAGE,
          "A secret comes from a command that cannot be started, fails, or does not end.",
          "Run it by hand and see what it needs; it must not ask.");

  static final ProblemCode SECRET_UNUSABLE =
      new ProblemCode(
          "secret-unusable",
          Kind.USAGE,
          "A secret is empty, or has more than one line.",
          "Let its source give the password alone.");

  private SecretsProblemCodes() {}
}
