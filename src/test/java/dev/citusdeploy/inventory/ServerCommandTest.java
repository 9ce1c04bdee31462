package dev.citusdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ServerCommandTest {
  private static final Host PLAIN = host("root", 22, null, false, List.of());
  private static final Host FULL =
      host(
          "deploy",
          2222,
          Path.of("/home/me/my keys/id"),
          true,
          List.of(new Host.Jump("hop", "bastion", 22), new Host.Jump("hop", "10.0.0.1", 2200)));

  private static Host host(
      String user, int port, @Nullable Path key, boolean sudo, List<Host.Jump> jump) {
    var ssh = new Host.Ssh(user, port, key, Path.of("known_hosts"), sudo, jump);
    return InventorySketch.host(new HostName("pg-w1"), "10.0.0.11", ssh, List.of(), "");
  }

  @Test
  void leavesOutWhatIsUsual() {
    assertThat(ServerCommand.on(PLAIN, ShellCommand.of("df -h")))
        .hasToString("ssh root@10.0.0.11 'df -h'");
    assertThat(ServerCommand.asRoot(PLAIN, ShellCommand.of("df -h")))
        .hasToString("ssh -t root@10.0.0.11 'df -h'");
    assertThat(ServerCommand.copyKey(PLAIN, Path.of("/k")))
        .hasToString("ssh-copy-id -i /k root@10.0.0.11");
  }

  @Test
  void connectsLikeTheProgram() {
    String destination =
        "-J 'hop@bastion,hop@[10.0.0.1]:2200' -p 2222 -i '/home/me/my keys/id' deploy@10.0.0.11";
    assertThat(ServerCommand.on(FULL, ShellCommand.of("df -h")))
        .hasToString("ssh " + destination + " 'sudo df -h'");
    assertThat(ServerCommand.asRoot(FULL, ShellCommand.of("df -h")))
        .hasToString("ssh -t " + destination + " 'sudo df -h'");
    assertThat(ServerCommand.tryLogin(FULL)).hasToString("ssh -v " + destination + " true");
    assertThat(ServerCommand.copyKey(FULL, Path.of("/k")))
        .hasToString(
            "ssh-copy-id -i /k -o 'ProxyJump=hop@bastion,hop@[10.0.0.1]:2200' -p 2222 deploy@10.0.0.11");
  }

  @Test
  void keepsQuotesWithinACommand() {
    assertThat(ServerCommand.on(PLAIN, ShellCommand.of("echo 'a'")))
        .hasToString("ssh root@10.0.0.11 'echo '\\''a'\\'''");
  }
}
