package dev.citusdeploy.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.inventory.read.InventoryReader;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InventoryMistakesTest {
  private static final String GOOD =
      """
      cluster: shop
      image: citusdata/citus:14.1.0
      database: shop
      hosts:
        pg-1: { address: 10.0.0.10, role: coordinator }
        pg-2: { address: 10.0.0.11, role: worker }
      """;

  @Test
  void reportsAllMistakesAtOnceInTheOrderOfTheFile() {
    List<Problem> problems =
        mistakes(
            """
            cluster: Shop
            image: citusdata/citus
            databse: shop
            network: hots
            lab: yes
            ssh:
              usr: deploy
              port: 70000
              sudo: "true"
            postgres:
              port: "5432"
              settings: { listen_addresses: '*', Work_Mem: 1GB, wal_level: replica }
            clients:
              - { from: 10.1.0.0/8, database: other, role: postgres }
              - app
            superuser: postgres
            hosts:
              pg-1:
                address: 10.0.0.256
                role: cordinator
              pg-1: { address: 10.0.0.9, role: worker }
              pg-2: { address: [10.0.0.11], role: coordinator, colour: 2 }
              pg-3: { role: coordinator }
              pg-4: { address: 10.0.0.12, role: worker, port: 0 }
            """);

    assertThat(problems.stream().map(problem -> problem + " -> " + problem.remedy()))
        .containsExactlyElementsOf(
            """
            shop.yml:1:10: `cluster` cannot be `Shop` (inventory-bad-value) -> did you mean `shop`?
            shop.yml:2:8: `image` must name one fixed image, not `citusdata/citus` (inventory-bad-value) -> give a version as its tag, such as `image: citusdata/citus:14.1.0`, or a digest; for a rehearsal add `lab: true`
            shop.yml:3:1: unknown key `databse` (inventory-unknown-key) -> did you mean `database`?
            shop.yml:4:10: `network` cannot be `hots` (inventory-bad-value) -> did you mean `host`?
            shop.yml:5:6: `lab` must be true or false, but is the text `yes` (inventory-wrong-type) -> write `lab: true` or `lab: false`
            shop.yml:7:3: unknown key `ssh.usr` (inventory-unknown-key) -> did you mean `user`?
            shop.yml:8:9: `ssh.port` cannot be 70000 (inventory-bad-value) -> choose one from 1 to 65535
            shop.yml:9:9: `ssh.sudo` must be true or false, but is the text "true" (inventory-wrong-type) -> leave the quotes out
            shop.yml:11:9: `postgres.port` must be a whole number, but is the text "5432" (inventory-wrong-type) -> leave the quotes out
            shop.yml:12:15: the setting `listen_addresses` cannot be given (inventory-conflict) -> set `listen`
            shop.yml:12:38: `postgres.settings` cannot have the key `Work_Mem` (inventory-bad-value) -> did you mean `work_mem`?
            shop.yml:12:64: `wal_level` can only be `logical` (inventory-conflict) -> remove it: it is `logical` anyway
            shop.yml:14:13: `clients[1].from` cannot be `10.1.0.0/8` (inventory-bad-value) -> did you mean `10.0.0.0/8`?
            shop.yml:14:48: the superuser `postgres` cannot be a client (inventory-conflict) -> name a role of its own for the application, such as `role: app`
            shop.yml:15:5: `clients[2]` must be a group of keys, but is the text `app` (inventory-wrong-type) -> keys there are: from, database, role, password
            shop.yml:16:1: unknown key `superuser` (inventory-unknown-key) -> it belongs under `postgres`
            shop.yml:19:14: `hosts.pg-1.address` cannot be `10.0.0.256` (inventory-bad-value) -> correct it
            shop.yml:20:11: `hosts.pg-1.role` cannot be `cordinator` (inventory-bad-value) -> did you mean `coordinator`?
            shop.yml:21:3: `hosts.pg-1` is given twice (inventory-duplicate-key) -> remove one of the two
            shop.yml:22:20: `hosts.pg-2.address` must be text, but is a list (inventory-wrong-type) -> write text
            shop.yml:22:52: unknown key `hosts.pg-2.colour` (inventory-unknown-key) -> remove it
            shop.yml:23:3: `hosts.pg-3.address` is missing (inventory-missing-key) -> add for example `address: 10.0.0.10`
            shop.yml:23:17: `pg-3` is a second coordinator (inventory-conflict) -> write `role: worker`
            shop.yml:24:51: `hosts.pg-4.port` cannot be 0 (inventory-bad-value) -> choose one from 1 to 65535
            """
                .lines()
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          adress     | did you mean `address`?
          rol        | did you mean `role`?
          addr       | did you mean `address`?
          advertised | did you mean `advertise`?
          Role       | did you mean `role`?
          raddess    | did you mean `address`?
          superuser  | it belongs under `postgres`
          cluster    | it belongs to the top level
          known_hosts| it belongs under `ssh`
          colour     | remove it
          """)
  void suggestsWhatWasProbablyMeant(String key, String remedy) {
    var problem = only(GOOD.replace("role: worker", "role: worker, " + key + ": x"));

    assertThat(problem.code()).isEqualTo("inventory-unknown-key");
    assertThat(problem.what()).isEqualTo("unknown key `hosts.pg-2." + key + "`");
    assertThat(problem.where()).isEqualTo("shop.yml:6:45");
    assertThat(problem.remedy()).isEqualTo(remedy);
  }

  @Test
  void reportsWhereAKeyWasGivenFirst() {
    var problem = only(GOOD + "cluster: other\n");

    assertThat(problem)
        .hasToString("shop.yml:7:1: `cluster` is given twice (inventory-duplicate-key)");
    assertThat(problem.why()).isEqualTo("it was given first in line 1");
  }

  @Test
  void namesEveryMissingKeyOfAnEmptyFile() {
    assertThat(mistakes("# nothing yet\n"))
        .extracting(Problem::toString)
        .containsExactly(
            "shop.yml:1:1: `cluster` is missing (inventory-missing-key)",
            "shop.yml:1:1: `image` is missing (inventory-missing-key)",
            "shop.yml:1:1: `database` is missing (inventory-missing-key)",
            "shop.yml:1:1: `hosts` is missing (inventory-missing-key)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          citusdata/citus                   | without a tag
          registry.example.com:5000/citus   | without a tag
          citusdata/citus:latest            | moves
          citusdata/citus:nightly           | moves
          citusdata/citus:alpine            | moves
          citusdata/citus:postgres_16       | moves
          """)
  void refusesAnImageThatMovesUnlessItIsARehearsal(String image, String why) {
    String text = GOOD.replace("citusdata/citus:14.1.0", image);

    var problem = only(text);
    assertThat(problem.where()).isEqualTo("shop.yml:2:8");
    assertThat(problem.why()).contains(why);
    assertThatCode(() -> read(text + "lab: true\n")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.256",
        "10.0.0",
        "10.0.0.1:22",
        "anna@db",
        "db_1",
        "0.0.0.0",
        "'::'",
        "'2001:db8:::1'",
        "-db",
        "10.0.0.0/24",
        "010.0.0.1"
      })
  void refusesWhatIsNoAddress(String address) {
    var problem = only(GOOD.replace("10.0.0.11", address));

    assertThat(problem.code()).isEqualTo("inventory-bad-value");
    assertThat(problem.where()).isEqualTo("shop.yml:6:20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'2001:db8::1'", "db1", "DB.Example.com", "1.example", "'::ffff:1.2.3.4'"})
  void acceptsAddressesOfAllKinds(String address) {
    assertThatCode(
            () -> read(GOOD.replace("10.0.0.11", address) + "cluster_networks: [10.0.0.0/24]\n"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/33   | its prefix must be a number from 0 to 32
          10.1.2.3/8    | it has bits set behind its prefix
          10.0.0.1      | the length of its prefix is missing
          'fd00::1/8'   | it has bits set behind its prefix
          everywhere    | it must be a network in CIDR form, such as `10.0.0.0/8` or `fd00::/8`
          """)
  void refusesWhatIsNoNetwork(String network, String why) {
    var problem =
        only(GOOD + "clients: [ { database: shop, role: app, from: '" + network + "' } ]\n");

    assertThat(problem.why()).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen_addresses",
        "port",
        "hba_file",
        "ident_file",
        "config_file",
        "data_directory",
        "ssl",
        "ssl_ca_file",
        "citus.node_conninfo",
        "unix_socket_directories",
        "include_dir"
      })
  void refusesSettingsThatAreWrittenForTheUser(String name) {
    var problem = only(GOOD + "postgres: { settings: { jit: on, " + name + ": x } }\n");

    assertThat(problem.code()).isEqualTo("inventory-conflict");
    assertThat(problem.where()).isEqualTo("shop.yml:7:34");
    assertThat(problem.why()).startsWith("citus-deploy writes it itself: ");
  }

  @Test
  void acceptsTheOneWriteAheadLogLevelAndMoreLibraries() {
    assertThatCode(() ->
            read(
                GOOD
                    + "postgres: { settings: { wal_level: logical,"
                    + " shared_preload_libraries: 'pg_stat_statements, citus' } }\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTwoHostsOnOneMachineUnlessItIsAllowed() {
    String same = GOOD.replace("10.0.0.11", "10.0.0.10");
    String ports = same.replace("role: worker", "role: worker, port: 5433");

    assertThat(only(same).toString())
        .isEqualTo("shop.yml:6:20: `pg-2` has the address of `pg-1` (inventory-conflict)");
    assertThat(only(same + "same_machine: allowed\n").toString())
        .isEqualTo(
            "shop.yml:6:3: `pg-2` has the machine and the port of `pg-1` (inventory-conflict)");
    assertThatCode(() -> read(ports + "same_machine: allowed\n")).doesNotThrowAnyException();
  }

  @Test
  void seesTheSameAddressInAnotherSpelling() {
    String text =
        GOOD.replace("10.0.0.10", "'2001:db8::a'").replace("10.0.0.11", "'2001:DB8:0::A'");

    assertThat(only(text).what()).isEqualTo("`pg-2` has the address of `pg-1`");
  }

  @Test
  void allowsMachinesBehindOneAddressWithSshPortsOfTheirOwn() {
    String text =
        GOOD.replace("10.0.0.11, role: worker", "10.0.0.10, role: worker, ssh: { port: 2222 }");

    assertThat(only(text).what()).isEqualTo("`pg-2` advertises the address and port of `pg-1`");
    assertThatCode(() -> read(text.replace("role: worker", "role: worker, advertise: 10.1.0.2")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnAdvertisedAddressThatIsTakenOrLoopback() {
    assertThat(only(GOOD.replace("role: worker", "role: worker, advertise: 10.0.0.10")).toString())
        .isEqualTo(
            "shop.yml:6:56: `pg-2` advertises the address and port of `pg-1` (inventory-conflict)");
    assertThat(only(GOOD.replace("role: worker", "role: worker, advertise: localhost")).code())
        .isEqualTo("inventory-conflict");
  }

  @Test
  void wantsExactlyOneCoordinator() {
    assertThat(only(GOOD.replace("coordinator", "worker")).toString())
        .isEqualTo("shop.yml:5:3: no host is the coordinator (inventory-conflict)");
    assertThat(only(GOOD.replace("worker", "coordinator")).toString())
        .isEqualTo("shop.yml:6:37: `pg-2` is a second coordinator (inventory-conflict)");
  }

  @Test
  void doesNotReportAMistakeTwice() {
    // Without a known role it is not certain that there is no coordinator.
    assertThat(mistakes(GOOD.replace("coordinator", "boss"))).hasSize(1);
    // A port that is wrong is not also taken for the default one.
    assertThat(
            mistakes(
                GOOD.replace("10.0.0.11, role: worker", "10.0.0.10, role: worker, port: x")
                    + "same_machine: allowed\n"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a: b: c'                             | shop.yml:1:5
          'cluster: [x'                         | shop.yml:1:12
          'cluster: *nobody'                    | shop.yml:1:10
          'ssh: &a { identity: *a }'            | shop.yml:1:6
          'cluster: !secret x'                  | shop.yml:1:10
          '{ [a]: b }'                          | shop.yml:1:3
          """)
  void refusesWhatIsNoPlainYaml(String text, String where) {
    var problem = only(text);

    assertThat(problem.code()).isEqualTo("inventory-yaml");
    assertThat(problem.where()).isEqualTo(where);
  }

  @Test
  void refusesTabsControlCharactersTwoDocumentsAndDeepNesting() {
    assertThat(only("ssh:\n\tuser: x\n").where()).isEqualTo("shop.yml:2:1");
    assertThat(only("cluster: shop\nimage: a\u0001b\n").where()).isEqualTo("shop.yml:2:9");
    assertThat(only(GOOD + "---\n" + GOOD).where()).isEqualTo("shop.yml:7:1");
    assertThat(only("[".repeat(100_000)).code()).isEqualTo("inventory-yaml");
    assertThat(only("just text").code()).isEqualTo("inventory-wrong-type");
  }

  private static Problem only(String text) {
    List<Problem> problems = mistakes(text);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static List<Problem> mistakes(String text) {
    return catchThrowableOfType(ProblemException.class, () -> read(text)).problems();
  }

  private static Inventory read(String text) {
    return new InventoryReader(new Operator("anna", Path.of("/home/anna"), Map.of()))
        .read(text, Path.of("shop.yml"));
  }
}
