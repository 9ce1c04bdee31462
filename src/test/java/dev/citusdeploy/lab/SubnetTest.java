package dev.citusdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubnetTest {
  @Test
  void takesTheFirstCandidateWhereNothingIsTaken() {
    assertThat(free(24)).isEqualTo("172.31.0.0/24");
  }

  @Test
  void passesOverWhatIsTakenWhollyOrPartly() {
    assertThat(free(24, "172.31.0.0/24", "172.31.1.128/25")).isEqualTo("172.31.2.0/24");
    assertThat(free(24, "172.31.0.0/17")).isEqualTo("172.31.128.0/24");
    assertThat(free(20, "172.31.15.0/24")).isEqualTo("172.31.16.0/20");
  }

  @Test
  void goesToTheSecondRangeWhenTheFirstIsTaken() {
    assertThat(free(24, "172.16.0.0/12", "10.231.0.0/24")).isEqualTo("10.231.1.0/24");
  }

  @Test
  void findsNoneWhenBothRangesAreTaken() {
    assertThat(Subnet.free(24, subnets("172.16.0.0/12", "10.0.0.0/8"))).isEmpty();
  }

  @Test
  void neverGivesTheSameAddressesTwice() {
    List<Subnet> taken = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Subnet next = Subnet.free(24, taken).orElseThrow();
      assertThat(taken).noneMatch(next::overlaps);
      taken.add(next);
    }
  }

  @Test
  void countsAddressesFromItsBase() {
    Subnet subnet = Subnet.parse("172.31.7.0/24").orElseThrow();
    assertThat(subnet.address(11)).isEqualTo("172.31.7.11");
    assertThat(subnet.forOthers()).hasToString("172.31.7.192/26");
    assertThat(Subnet.parse("172.31.16.0/20").orElseThrow().address(300)).isEqualTo("172.31.17.44");
    assertThatThrownBy(() -> subnet.address(256)).hasMessageContaining("172.31.7.0/24");
  }

  @Test
  void clearsTheHostBits() {
    assertThat(Subnet.parse("10.1.2.3/16").orElseThrow()).hasToString("10.1.0.0/16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.256/24", "fd00::/64", "a.b.c.d/8"})
  void isNotReadFromAnythingElse(String text) {
    assertThat(Subnet.parse(text)).isEmpty();
  }

  @Test
  void readsTheKernelsRoutesButNotTheDefaultOne() {
    String table =
        """
        Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
        eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
        docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
        eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
        """;
    assertThat(Routes.parse(table).stream().map(Subnet::toString))
        .containsExactly("172.17.0.0/16", "192.0.2.0/24");
  }

  private static String free(int prefix, String... taken) {
    return Subnet.free(prefix, subnets(taken)).orElseThrow().toString();
  }

  private static List<Subnet> subnets(String... texts) {
    return Stream.of(texts).map(text -> Subnet.parse(text).orElseThrow()).toList();
  }
}
