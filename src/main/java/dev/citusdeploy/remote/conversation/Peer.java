package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;

/// Who is at the other end of a wire, with what only this kind of wire can say of it in messages.
/// The texts are parts of sentences, without a full stop.
public interface Peer {
  /// The server's name in the inventory.
  HostName name();

  /// Whose shell runs there.
  String user();

  /// Whether scripts and processes get the rights of root by `sudo`.
  boolean sudo();

  /// A command for people to paste that runs another one on the server.
  ///
  /// @return a line of its own, with the line break before it
  String pasted(ShellCommand command);

  /// What may have happened where the wire ended with neither exit status nor signal.
  String cutBecause();

  /// How to try by hand whether the server can be reached: continues a sentence, and may end in a
  /// command to paste.
  String triedBy();

  /// What to do where no shell can be started for the user.
  String shellRemedy();

  /// What asks for sudo: `the inventory says ...`.
  String sudoWanted();

  /// How to do without sudo: `log in as root ...`.
  String withoutSudo();
}
