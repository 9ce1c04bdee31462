package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.conversation.Peer;

/// A server reached by SSH, in messages of its conversation.
record SshPeer(Host host) implements Peer {
  @Override
  public HostName name() {
    return host.name();
  }

  @Override
  public String user() {
    return host.ssh().user();
  }

  @Override
  public boolean sudo() {
    return host.ssh().sudo();
  }

  @Override
  public String pasted(ShellCommand command) {
    return ServerCommand.line(host, command).stripTrailing();
  }

  @Override
  public String cutBecause() {
    return "the server went down, its sshd ended the session, or the network broke";
  }

  @Override
  public String triedBy() {
    return "try it with:" + SshProblems.tried(host);
  }

  @Override
  public String shellRemedy() {
    return "give the user a login shell, as root on the server: "
        + ShellCommand.of("usermod -s /bin/sh").word(user()).inline()
        + "; and no forced"
        + " command, neither in sshd_config (ForceCommand) nor in authorized_keys (command=)";
  }

  @Override
  public String sudoWanted() {
    return "the inventory has `ssh: { sudo: true }`";
  }

  @Override
  public String withoutSudo() {
    return "log in as root (`ssh: { user: root }`)";
  }
}
