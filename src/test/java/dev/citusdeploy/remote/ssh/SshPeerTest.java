package dev.citusdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SshPeerTest {
  private static final SshPeer PEER =
      new SshPeer(
          TestKeys.host(
              "10.0.0.11",
              InventorySketch.login("deploy", 2222, null, Path.of("known_hosts"), true)));

  @Test
  void connectsByHandLikeTheProgram() {
    assertThat(PEER.pasted(ShellCommand.of("ps axf")))
        .isEqualTo("\n  ssh -p 2222 deploy@10.0.0.11 'sudo ps axf'");
    assertThat(PEER.triedBy()).isEqualTo("try it with:\n  ssh -v -p 2222 deploy@10.0.0.11 true");
  }

  @Test
  void namesWhatOnlySshdCanHaveDone() {
    assertThat(PEER.cutBecause())
        .isEqualTo("the server went down, its sshd ended the session, or the network broke");
    assertThat(PEER.shellRemedy())
        .isEqualTo(
            "give the user a login shell, as root on the server: `usermod -s /bin/sh deploy`; and no"
                + " forced command, neither in sshd_config (ForceCommand) nor in authorized_keys"
                + " (command=)");
  }

  @Test
  void namesTheKeyThatSetsSudo() {
    assertThat(PEER.sudoWanted()).isEqualTo("the inventory has `ssh: { sudo: true }`");
    assertThat(PEER.withoutSudo()).isEqualTo("log in as root (`ssh: { user: root }`)");
  }
}
