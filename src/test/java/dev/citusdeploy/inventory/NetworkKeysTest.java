package dev.citusdeploy.inventory;

import static dev.citusdeploy.inventory.Readings.HEAD;
import static dev.citusdeploy.inventory.Readings.only;
import static dev.citusdeploy.inventory.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.Host.Jump;
import dev.citusdeploy.inventory.Host.Listen;
import dev.citusdeploy.model.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkKeysTest {
  private static final String HOSTS =
      """
      hosts:
        c1: { address: 10.0.0.10, role: coordinator }
        w1: { address: 10.0.0.11, role: worker }
      """;
  private static final String GOOD = HEAD + HOSTS;

  @Test
  void takesIpv6AddressesWithAndWithoutBrackets() {
    Inventory inventory = read(GOOD.replace("10.0.0.11", "'[2001:DB8::11]'"));
    assertThat(inventory.hosts().getLast().address()).isEqualTo("2001:DB8::11");
    assertThat(inventory.workers().getFirst().address()).hasToString("[2001:DB8::11]:5432");
    assertThat(
            only(GOOD.replace("10.0.0.10", "'[fd00::1]'").replace("10.0.0.11", "'fd00:0::1'"))
                .what())
        .isEqualTo("`w1` has the address of `c1`");
  }

  @Test
  void takesAZoneWhereOnlyThisMachineDials() {
    String zoned = GOOD.replace("10.0.0.11", "'fe80::1%eth0', advertise: 10.0.0.11");
    assertThat(read(zoned).hosts().getLast().address()).isEqualTo("fe80::1%eth0");
    Problem missing = only(GOOD.replace("10.0.0.11", "'[fe80::1%eth0]'"));
    assertThat(missing.what()).isEqualTo("`w1` has no address that other nodes can dial");
    assertThat(missing.remedy()).startsWith("add `advertise`");
    Problem refused = only(GOOD.replace("10.0.0.11", "10.0.0.11, advertise: 'fe80::1%eth0'"));
    assertThat(refused.where()).isEqualTo("shop.yml:6:40");
    assertThat(refused.why()).isEqualTo("the zone `%eth0` means something on one machine only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'[10.0.0.1]'", "'[db1]'", "'10.0.0.1%eth0'", "'db1%eth0'", "'fd00::1%'"})
  void refusesBracketsAndZonesElsewhere(String address) {
    assertThat(only(GOOD.replace("10.0.0.11", address)).code()).isEqualTo("inventory-bad-value");
  }

  @Test
  void letsAHostsListenWinOverTheTopLevels() {
    Inventory inventory =
        read(
            GOOD.replace("role: worker", "role: worker, listen: ['[fd00::2]', 192.0.2.1]")
                + "listen: all\n");
    assertThat(inventory.hosts().getFirst().listen()).isEqualTo(new Listen(true, List.of()));
    assertThat(inventory.hosts().getLast().listen())
        .isEqualTo(new Listen(false, List.of("fd00::2", "192.0.2.1")));
    assertThat(read(GOOD).hosts().getFirst().listen()).isEqualTo(Listen.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen: '*'            | write `all`
          listen: 0.0.0.0        | write `all`
          listen: db1            | correct it
          listen: [all, 10.0.0.1]| write `listen: all`, or the addresses without it
          """)
  void refusesWhatNobodyListensOn(String line, String remedy) {
    assertThat(only(GOOD + line.replaceAll("^\"|\"$", "") + "\n").remedy()).isEqualTo(remedy);
  }

  @Test
  void wantsClusterNetworksWhereANodeIsAdvertisedByName() {
    String named = GOOD.replace("10.0.0.11", "db1.example.com");
    Problem problem = only(named);
    assertThat(problem)
        .hasToString(
            "shop.yml:6:18: `w1` is advertised by the name `db1.example.com`, and"
                + " `cluster_networks` is missing (inventory-conflict)");
    Inventory inventory = read(named + "cluster_networks: 10.0.0.0/24\n");
    assertThat(inventory.clusterNetworks()).containsExactly("10.0.0.0/24");
    assertThat(read(named.replace("role: worker", "role: worker, advertise: 10.0.0.11")).workers())
        .hasSize(1);
  }

  @Test
  void refusesClientsInAClusterNetwork() {
    String client = "clients: [{ from: %s, database: shop, role: app }]\n";
    String networks = "cluster_networks: [10.0.0.0/16]\n";
    assertThat(only(GOOD + networks + client.formatted("10.0.7.0/24")).what())
        .isEqualTo("no client from `10.0.7.0/24` could log in");
    assertThat(read(GOOD + networks + client.formatted("10.0.0.0/8")).clients()).hasSize(1);
    assertThat(read(GOOD + networks + client.formatted("'fd00::/8'")).clients()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1/32 | from the loopback address everyone needs a node's certificate
          127.0.0.0/8  | from the loopback address everyone needs a node's certificate
          ::1/128      | from the loopback address everyone needs a node's certificate
          10.0.0.11/32 | it is the address of `w1`, from which everyone needs a node's certificate
          """)
  void refusesClientsThatOnlyNodesCanBe(String from, String why) {
    Problem problem =
        only(GOOD + "clients: [{ from: '%s', database: shop, role: app }]\n".formatted(from));
    assertThat(problem.where()).isEqualTo("shop.yml:7:19");
    assertThat(problem.what()).isEqualTo("no client from `" + from + "` could log in");
    assertThat(problem.why()).isEqualTo(why);
    assertThat(problem.remedy()).startsWith("write `from: local`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "10.0.0.8/30", "0.0.0.0/0", "10.0.1.11/32", "local"})
  void takesNetworksThatContainOthersBesideNodes(String from) {
    String client = "clients: [{ from: '%s', database: shop, role: app }]\n".formatted(from);
    assertThat(read(GOOD + client).clients()).hasSize(1);
  }

  @Test
  void refusesLocalClientsWhereNoNodeListensLocally() {
    String client = "clients: [{ from: local, database: shop, role: app }]\n";
    assertThat(only(GOOD + "network: bridge\n" + client).what())
        .isEqualTo("no client from `local` could connect");
  }

  @Test
  void readsJumpHosts() {
    Inventory inventory =
        read(
            GOOD.replace("role: worker", "role: worker, ssh: { jump: [a@b1:2222, '[fd00::1]:22'] }")
                + "ssh: { user: deploy, jump: bastion.example.com }\n");
    assertThat(inventory.hosts().getFirst().ssh().jump())
        .containsExactly(new Jump("deploy", "bastion.example.com", 22));
    assertThat(inventory.hosts().getLast().ssh().jump())
        .containsExactly(new Jump("a", "b1", 2222), new Jump("deploy", "fd00::1", 22));
    assertThat(
            read(GOOD.replace("role: worker", "role: worker, ssh: { jump: [] }")
                    + "ssh: { jump: bastion }\n")
                .hosts()
                .getLast()
                .ssh()
                .jump())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fd00::1        | did you mean `[fd00::1]`?
          bastion:70000  | correct the port
          a b            | correct it
          10.0.0.300     | correct it
          """)
  void refusesWhatIsNoJumpHost(String jump, String remedy) {
    assertThat(only(GOOD + "ssh: { jump: '" + jump + "' }\n").remedy()).isEqualTo(remedy);
  }

  @Test
  void distinguishesMachinesBehindDifferentBastions() {
    String text =
        GOOD.replace("10.0.0.11", "10.0.0.10, advertise: 10.1.0.11, ssh: { jump: other }");
    assertThat(read(text + "ssh: { jump: bastion }\n").workers()).hasSize(1);
  }
}
