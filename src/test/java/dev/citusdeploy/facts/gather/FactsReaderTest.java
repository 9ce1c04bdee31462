package dev.citusdeploy.facts.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsReaderTest {
  private static final HostName HOST = new HostName("pg-c1");
  private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HASH = "a".repeat(64);
  private static final String GOOD =
      """
      clock 1767225610.5
      system Alpine Linux v3.22
      architecture aarch64
      cpus 0-3,5
      memory 2048
      machine-id 0123
      boot-id 4567
      disk 4096 100 40 0 0
      disk 512 100 10 60 7
      mode 644 ./pg-c1/a
      %s  ./pg-c1/a
      docker program
      Error
      status 1
      status 1
      uptime 100.00 101.00
      end
      """
          .formatted(HASH);

  private static HostFacts.Known read(String output) {
    return FactsReader.read(
        HOST,
        new FactsRequest("shop", Paths.DEFAULT, List.of(), FakeServer.host("root", List.of())),
        new Answer(0, output, ""),
        SENT,
        SENT.plusSeconds(3));
  }

  @Test
  void comparesTheMiddleOfTheScriptWithTheMiddleOfTheWait() {
    // The script ran from second 10.5 to 11.5 of the server's clock, ours went from 0 to 3.
    assertThat(read(GOOD).system().clockOffset()).isEqualTo(Duration.ofMillis(9_500));
  }

  @Test
  void readsClocksWithoutFractions() {
    assertThat(read(GOOD.replace("610.5", "610.%N")).system().clockOffset())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void readsSizes() {
    SystemFacts system = read(GOOD).system();

    assertThat(system.hardware().cpus()).isEqualTo(5);
    assertThat(system.hardware().memoryBytes()).isEqualTo(2L << 20);
    assertThat(system.data().sizeBytes()).isEqualTo(409_600);
    assertThat(system.data().freeBytes()).isEqualTo(163_840);
    assertThat(system.data().freeFiles()).isEqualTo(Long.MAX_VALUE);
    assertThat(system.program()).isEqualTo(new DiskSpace(5_120, 51_200, 7));
  }

  @Test
  void reportsPathsThatItMayNotRead() {
    var known = read(GOOD.replace("docker program", "unreadable /opt/x\ndocker program"));

    assertThat(known.access().unreadable()).containsExactly("/opt/x");
  }

  @ParameterizedTest
  @CsvSource({
    "clock 1767225610.5, clock soon",
    "memory 2048, memory",
    "memory 2048, memory 2 GB",
    "disk 4096 100 40 0 0, disk 4096 100 40",
    "cpus 0-3,  cpus many",
    "mode 644, mode 888",
    "mode 644, mood 644",
    "./pg-c1/a, ./pg-c1/b",
    "boot-id, machine-id",
    "uptime 100.00, uptime x",
  })
  void namesWhatIsOdd(String good, String bad) {
    assertThatThrownBy(() -> read(GOOD.replaceFirst(good, bad)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().getFirst().code()).isEqualTo("facts-unreadable");
              assertThat(e.problems().getFirst().where()).isEqualTo("pg-c1");
            });
  }
}
