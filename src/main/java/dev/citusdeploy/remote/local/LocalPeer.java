package dev.citusdeploy.remote.local;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.conversation.Peer;

/// This machine, as messages of its conversation tell of it.
///
/// @param user whose processes these are
record LocalPeer(HostName name, String user, boolean sudo) implements Peer {
  @Override
  public String pasted(ShellCommand command) {
    return (sudo ? ShellCommand.of("sudo").then(command) : command).line().stripTrailing();
  }

  @Override
  public String cutBecause() {
    return "the shell on this machine was ended";
  }

  @Override
  public String triedBy() {
    return "see what ended its shell: `dmesg | tail`, where memory may have run out";
  }

  @Override
  public String shellRemedy() {
    return "see what `setsid sh -c true` says on this machine";
  }

  @Override
  public String sudoWanted() {
    return "root's rights are asked for";
  }

  @Override
  public String withoutSudo() {
    return "run citus-deploy as root";
  }
}
