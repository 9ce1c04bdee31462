package dev.citusdeploy.inventory;

import static dev.citusdeploy.inventory.Readings.HEAD;
import static dev.citusdeploy.inventory.Readings.mistakes;
import static dev.citusdeploy.inventory.Readings.only;
import static dev.citusdeploy.inventory.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RangesTest {
  private static final String COORDINATOR =
      HEAD + "hosts:\n  pg-c1: { address: 10.0.0.10, role: coordinator }\n";

  @Test
  void makesAHostOfEachNumberAndKeepsItsZeros() {
    Inventory inventory =
        read(COORDINATOR + "  pg-w[08:12]: { address: '10.0.1.[8:12]', role: worker }\n");
    assertThat(inventory.workers())
        .extracting(node -> node.name() + " " + node.address())
        .containsExactly(
            "pg-w08 10.0.1.8:5432",
            "pg-w09 10.0.1.9:5432",
            "pg-w10 10.0.1.10:5432",
            "pg-w11 10.0.1.11:5432",
            "pg-w12 10.0.1.12:5432");
    assertThat(inventory.hosts().getLast().where()).isEqualTo("shop.yml:6:3");
  }

  @Test
  void runsTheRightmostRangeFastest() {
    Inventory inventory =
        read(
            COORDINATOR
                + """
                  rack[1:2]-w[01:03]:
                    address: 10.0.[1:2].[11:13]
                    role: worker
                """);
    assertThat(inventory.hosts().stream().skip(1))
        .extracting(host -> host.name() + " " + host.address())
        .containsExactly(
            "rack1-w01 10.0.1.11",
            "rack1-w02 10.0.1.12",
            "rack1-w03 10.0.1.13",
            "rack2-w01 10.0.2.11",
            "rack2-w02 10.0.2.12",
            "rack2-w03 10.0.2.13");
  }

  @Test
  void rangesThroughNamesAdvertisedAddressesPortsAndFiles() {
    Inventory inventory =
        read(
            COORDINATOR
                + """
                  pg-w[01:02]:
                    address: pg-w[01:02].example.com
                    advertise: fd00::[10:11]
                    role: worker
                    port: "[6001:6002]"
                    ssh: { identity: "keys/w[1:2]" }
                    settings: { application_name: "[1:9]" }
                """);
    Host last = inventory.hosts().getLast();
    assertThat(last.address()).isEqualTo("pg-w02.example.com");
    assertThat(last.nodes().getFirst().address()).isEqualTo(new NodeAddress("fd00::11", 6002));
    assertThat(last.ssh().identity()).isEqualTo(Path.of("keys/w2").toAbsolutePath());
    assertThat(last.nodes().getFirst().settings()).containsEntry("application_name", "[1:9]");
  }

  @Test
  void distinguishesAnAddressInBracketsFromARange() {
    Inventory inventory =
        read(
            COORDINATOR
                + "  pg-w[1:2]: { address: '[fd00::1]', role: worker, port: '[1:2]' }\n"
                + "same_machine: allowed\n");
    assertThat(inventory.workers())
        .extracting(node -> node.address().host())
        .containsExactly("fd00::1", "fd00::1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          pg-w[01:12] | 10.0.1.[1:10] | shop.yml:6:27 | `hosts.pg-w[01:12]` are 12 hosts, but `10.0.1.[1:10]` has 10 values | did you mean `10.0.1.[1:12]`?
          pg-w[1:4]   | 10.[1:3].1.[1:2] | shop.yml:6:25 | `hosts.pg-w[1:4]` are 4 hosts, but `10.[1:3].1.[1:2]` has 6 values | write ranges with 4 values
          pg-w1       | 10.0.1.[1:3]  | shop.yml:6:21 | `hosts.pg-w1` is one host, but `10.0.1.[1:3]` has 3 values | write one value, or a range in the host's name too
          pg-w[12:1]  | 10.0.1.1      | shop.yml:6:3  | `hosts.pg-w[12:1]` is not a possible range | did you mean `[1:12]`?
          pg-w[1:1001]| 10.0.1.1      | shop.yml:6:3  | `hosts.pg-w[1:1001]` is not a possible range | correct the range
          w[1:99]-[1:99]| 10.0.1.1    | shop.yml:6:3  | `hosts.w[1:99]-[1:99]` is not a possible range | correct the range
          w[1:9999999999]| 10.0.1.1   | shop.yml:6:3  | `hosts.w[1:9999999999]` is not a possible range | correct it
          pg-w[1-3]   | 10.0.1.1      | shop.yml:6:3  | `hosts` cannot have the key `pg-w[1-3]` | a range is written `[01:12]`
          pg-w1       | 10.0.1.[1..3] | shop.yml:6:21 | `hosts.pg-w1.address` cannot be `10.0.1.[1..3]` | a range is written `[1:12]`
          pg-w[1:2]   | 10.0.1.[2:1]  | shop.yml:6:25 | `10.0.1.[2:1]` is not a possible range | did you mean `[1:2]`?
          PG-w[1:2]   | 10.0.1.[1:2]  | shop.yml:6:3  | `hosts` cannot have the key `PG-w1` | did you mean `pg-w1`?
          """)
  void reportsWhatIsWrongWithARange(
      String name, String address, String where, String what, String remedy) {
    Problem problem =
        only(COORDINATOR + "  " + name + ": { address: '" + address + "', role: worker }\n");
    assertThat(problem.what()).isEqualTo(what);
    assertThat(problem.where()).isEqualTo(where);
    assertThat(problem.remedy()).isEqualTo(remedy);
  }

  @Test
  void reportsAMistakeInARangeOnceAndACollisionByItsHost() {
    List<Problem> problems =
        mistakes(
            COORDINATOR
                + """
                  pg-w[1:3]:
                    address: "10.0.1.[254:256]"
                    role: wroker
                    prot: 5433
                  pg-x[1:4]: { address: 10.0.2.1, role: worker }
                  pg-y[9:10]: { address: "10.0.0.[9:10]", role: worker }
                  pg-w[3:4]: { address: "10.0.3.[3:4]", role: worker }
                """);
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "shop.yml:7:14: `hosts.pg-w[1:3].address` cannot be `10.0.1.256`"
                + " (inventory-bad-value)",
            "shop.yml:8:11: `hosts.pg-w[1:3].role` cannot be `wroker` (inventory-bad-value)",
            "shop.yml:9:5: unknown key `hosts.pg-w[1:3].prot` (inventory-unknown-key)",
            "shop.yml:10:25: `pg-x2` has the address of `pg-x1` (inventory-conflict)",
            "shop.yml:11:26: `pg-y10` has the address of `pg-c1` (inventory-conflict)",
            "shop.yml:12:3: `hosts.pg-w3` is given twice (inventory-duplicate-key)");
    assertThat(problems.get(3).why()).endsWith("fail together; 2 more like it in this place");
  }

  @Test
  void reportsMissingQuotes() {
    assertThat(
            only(COORDINATOR + "  pg-w[1:2]: { address: 10.0.1.[1:2], role: worker }\n").remedy())
        .isEqualTo("put the value with the range in quotes: `\"10.0.1.[1:2]\"`");
    assertThat(
            only(COORDINATOR
                    + "  w[1:2]: { address: '10.0.1.[1:2]', role: worker, port: [5433:5434] }\n")
                .remedy())
        .isEqualTo("put a range in quotes: `port: \"[1:3]\"`");
  }
}
