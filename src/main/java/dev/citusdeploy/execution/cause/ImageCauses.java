package dev.citusdeploy.execution.cause;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.Step;

/// What to do when an image is not to be had, or is not the right one.
final class ImageCauses {
  /// Makes a problem of what, why and remedy.
  @FunctionalInterface
  interface ProblemMaker {
    /// The problem.
    Problem make(String what, String why, String remedy);
  }

  private static final String DEFAULT_REGISTRY = "the default registry";

  private final Host host;
  private final String again;

  ImageCauses(Host host, String again) {
    this.host = host;
    this.again = again;
  }

  Problem problem(ProblemCode code, Step step, ProblemMaker maker) {
    String image = step.action().fetches().orElse("of the node");
    if (code.equals(ExecutionProblemCodes.IMAGE_PLATFORM)) {
      return maker.make(
          "the image " + image + " is not made for this server's processor",
          "",
          "name an image in the inventory that is made for it; which processor it is:"
              + ServerCommand.line(host, ShellCommand.of("uname -m"))
              + "then "
              + again);
    }
    if (code.equals(ExecutionProblemCodes.IMAGE_NOT_FOUND)) {
      return maker.make(
          registry(image) + " has no image " + image,
          "",
          "correct the name or tag at `image:` in the inventory, then " + again);
    }
    if (code.equals(ExecutionProblemCodes.IMAGE_MOVED)) {
      return moved(image, maker);
    }
    if (code.equals(ExecutionProblemCodes.REGISTRY_LOGIN)) {
      return maker.make(
          registry(image) + " does not give " + image + " to this server",
          "it wants a login that may read the image; some registries answer the same for a name that"
              + " does not exist",
          "log in on this server, and on each other one:"
              + login(image)
              + "or correct `image:` in the inventory; then "
              + again);
    }
    if (code.equals(ExecutionProblemCodes.REGISTRY_LIMIT)) {
      return maker.make(
          registry(image) + " gives no more images to this server for now",
          "",
          "log in there, which raises the limit, or carry the image over from a machine that has"
              + " it:"
              + login(image)
              + carry(image).substring(1)
              + "then "
              + again);
    }
    if (!code.equals(ExecutionProblemCodes.REGISTRY_UNREACHABLE)) {
      throw new IllegalArgumentException(code.id() + " is not about an image");
    }
    return maker.make(
        "the server cannot reach " + registry(image) + " for the image " + image,
        "",
        "fix its connection to the registry (name service, firewall, the engine's proxy), or carry the image over"
            + " from a machine that has it:"
            + carry(image)
            + "then "
            + again);
  }

  private static Problem moved(String image, ProblemMaker maker) {
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    return maker.make(
        "the name " + image + " means another image here than on the other hosts",
        "the tag was moved in the registry since they fetched it; no node was started from it",
        "name the image by a digest in the inventory: `image: "
            + (tag < 0 ? image : image.substring(0, tag))
            + "@sha256:…`; or, to take the new one, on the other hosts: "
            + ServerCommand.pull(image).inline()
            + "; then "
            + Remedies.AGAIN);
  }

  /// Interactive: the program asks for name and password, so that they are in no command.
  private String login(String image) {
    String registry = registry(image);
    ShellCommand login = ShellCommand.of("docker login");
    return ServerCommand.onTerminal(
            host, registry.equals(DEFAULT_REGISTRY) ? login : login.word(registry))
        .line();
  }

  private String carry(String image) {
    return ShellCommand.of("docker save")
        .word(image)
        .into(ServerCommand.on(host, ShellCommand.of("docker load")))
        .line();
  }

  /// The part before the first slash where it has the form of a server's name, by Docker's rule.
  private static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost")
        ? first
        : DEFAULT_REGISTRY;
  }
}
