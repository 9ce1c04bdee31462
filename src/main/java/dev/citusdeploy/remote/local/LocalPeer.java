package dev.citusdeploy.remote.local;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.conversation.Peer;

/// This machine in messages of its conversation.
///
/// @param user the user that runs the processes
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
    return "find out what ended its shell: `dmesg | tail`, where memory may have run out";
  }

  @Override
  public String shellRemedy() {
    return "check what `setsid sh -c true` prints on this machine";
  }

  @Override
  public String sudoWanted() {
    return "root's rights are required";
  }

  @Override
  public String withoutSudo() {
    return "run citus-deploy as root";
  }
}
