package dev.citusdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.HostName;
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
    assertThat(ServerCommand.on(PLAIN, "df -h")).isEqualTo("ssh root@10.0.0.11 'df -h'");
    assertThat(ServerCommand.asRoot(PLAIN, "df -h")).isEqualTo("ssh -t root@10.0.0.11 'df -h'");
    assertThat(ServerCommand.copyKey(PLAIN, Path.of("/k")))
        .isEqualTo("ssh-copy-id -i /k root@10.0.0.11");
  }

  @Test
  void goesTheWayOfTheProgram() {
    String way =
        "-J 'hop@bastion,hop@[10.0.0.1]:2200' -p 2222 -i '/home/me/my keys/id' deploy@10.0.0.11";
    assertThat(ServerCommand.on(FULL, "df -h")).isEqualTo("ssh " + way + " 'sudo df -h'");
    assertThat(ServerCommand.asRoot(FULL, "df -h")).isEqualTo("ssh -t " + way + " 'sudo df -h'");
    assertThat(ServerCommand.tryLogin(FULL)).isEqualTo("ssh -v " + way + " true");
    assertThat(ServerCommand.copyKey(FULL, Path.of("/k")))
        .isEqualTo(
            "ssh-copy-id -i /k -o ProxyJump='hop@bastion,hop@[10.0.0.1]:2200' -p 2222 deploy@10.0.0.11");
  }

  @Test
  void keepsQuotesWithinACommand() {
    assertThat(ServerCommand.on(PLAIN, "echo 'a'"))
        .isEqualTo("ssh root@10.0.0.11 'echo '\\''a'\\'''");
  }
}
