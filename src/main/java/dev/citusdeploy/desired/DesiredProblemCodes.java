package dev.citusdeploy.desired;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of rendering files and settings from an inventory.
final class DesiredProblemCodes {
  static final ProblemCode SETTING_REFUSED =
      new ProblemCode(
          "setting-refused",
          Kind.USAGE,
          "A setting of the inventory cannot be written into a configuration file.",
          "Remove it from the settings.");

  static final ProblemCode TEMPLATE_ERROR =
      new ProblemCode(
          "template-error",
          Kind.USAGE,
          "A template cannot be read, or names something that does not exist. The place in the file is shown.",
          "Correct that file; [overrides.md](overrides.md) lists what templates may name.");

  static final ProblemCode OVERRIDE_UNKNOWN =
      new ProblemCode(
          "override-unknown",
          Kind.USAGE,
          "A file in the folder of overrides has the path of no packaged template, so it would replace nothing.",
          "Give it the right path; [overrides.md](overrides.md) lists them.");

  static final ProblemCode OVERRIDE_UNREADABLE =
      new ProblemCode(
          "override-unreadable",
          Kind.USAGE,
          "A file in the folder of overrides cannot be read, or is not text in UTF-8.",
          "Make it readable, or remove it.");

  private DesiredProblemCodes() {}
}
