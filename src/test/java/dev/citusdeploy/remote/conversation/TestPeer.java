package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;

/// A peer for tests, with neutral texts.
record TestPeer(String host) implements Peer {
  @Override
  public HostName name() {
    return new HostName(host);
  }

  @Override
  public String user() {
    return "deploy";
  }

  @Override
  public boolean sudo() {
    return false;
  }

  @Override
  public String pasted(ShellCommand command) {
    return command.line().stripTrailing();
  }

  @Override
  public String cutBecause() {
    return "the wire was cut";
  }

  @Override
  public String triedBy() {
    return "try the wire";
  }

  @Override
  public String shellRemedy() {
    return "give the user a shell";
  }

  @Override
  public String sudoWanted() {
    return "sudo is asked for";
  }

  @Override
  public String withoutSudo() {
    return "be root";
  }
}
