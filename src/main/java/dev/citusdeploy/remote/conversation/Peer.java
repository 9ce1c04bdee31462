package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;

/// The other end of a wire, with the parts of messages that depend on the kind of wire. The texts
/// are parts of sentences, without a full stop.
public interface Peer {
  /// The server's name in the inventory.
  HostName name();

  /// The user whose shell runs there.
  String user();

  /// Whether scripts and processes get the rights of root by `sudo`.
  boolean sudo();

  /// A command for people to paste that runs another one on the server.
  ///
  /// @return a line of its own, with the line break before it
  String pasted(ShellCommand command);

  /// Possible causes when the wire ended with neither exit status nor signal.
  String cutBecause();

  /// How to try by hand whether the server can be reached: continues a sentence, and may end in a
  /// command to paste.
  String triedBy();

  /// What to do when no shell can be started for the user.
  String shellRemedy();

  /// Where sudo is set: `the inventory has ...`.
  String sudoWanted();

  /// How to do without sudo: `log in as root ...`.
  String withoutSudo();
}
