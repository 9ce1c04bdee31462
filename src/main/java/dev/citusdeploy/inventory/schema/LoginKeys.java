package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.schema.Shape.Flag;
import dev.citusdeploy.inventory.schema.Shape.OneOrMany;
import dev.citusdeploy.inventory.schema.Shape.Section;
import dev.citusdeploy.inventory.schema.Shape.Text;
import dev.citusdeploy.inventory.schema.Shape.Whole;
import java.util.List;

/// How to log in to a server: the keys below `ssh`.
public final class LoginKeys {
  public static final Key SSH_USER =
      Key.optional("user", new Text(Forms.LOGIN), "Login name on the servers.", "deploy")
          .orElseFrom("who runs the program");

  public static final Key SSH_PORT =
      Key.optional("port", Whole.PORT, "TCP port of sshd.", "2222").orElse("22");

  public static final Key IDENTITY =
      Key.optional(
              "identity",
              new Text(Forms.LOCAL_FILE),
              "Private key to log in with.",
              "~/.ssh/id_ed25519")
          .orElseFrom("the usual files below `~/.ssh`");

  public static final Key KNOWN_HOSTS =
      Key.optional(
              "known_hosts",
              new Text(Forms.LOCAL_FILE),
              "Host keys to accept, in OpenSSH's format; others are refused.",
              "./known_hosts")
          .orElse("~/.ssh/known_hosts");

  public static final Key SUDO =
      Key.optional(
              "sudo",
              new Flag(),
              "Whether to work through `sudo -n`, for a login that is not root.",
              "true")
          .orElse("false");

  public static final Key JUMP =
      Key.optional(
          "jump",
          new OneOrMany(new Text(Forms.JUMP)),
          "Server to go through, or a list of them for a chain, the nearest first. The login name is"
              + " `ssh.user` unless it is given, the port 22. An empty list connects directly.",
          "deploy@bastion.example.com");

  static final Section SSH_KEYS =
      new Section(List.of(SSH_USER, SSH_PORT, IDENTITY, KNOWN_HOSTS, SUDO, JUMP));

  private LoginKeys() {}
}
