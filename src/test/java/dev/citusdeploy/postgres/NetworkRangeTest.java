package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,10.0.0.1/32",
    "fd00::10,fd00::10/128",
    "::ffff:10.0.0.1,::ffff:10.0.0.1/128",
    "pg-w01.db.example.com,pg-w01.db.example.com"
  })
  void makesARangeOfOneAddress(String host, String expected) {
    assertThat(NetworkRange.single(host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "10.0.0.1 trust", "a\nb", "-a", ".example.com", "a,b"})
  void refusesWhatIsNeitherAddressNorName(String host) {
    assertThatThrownBy(() -> NetworkRange.single(host))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/8", "fd00::/8"})
  void takesRanges(String range) {
    assertThat(NetworkRange.checked(range)).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "all", "10.0.0.0/8 trust", "samenet", "host/8", "10.0.0.0/"})
  void refusesOtherRanges(String range) {
    assertThatThrownBy(() -> NetworkRange.checked(range))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"localhost,true", "127.0.0.1,true", "::1,true", "127.0.0.2,false", "10.0.0.1,false"})
  void knowsWhatListeningOnLocalhostCovers(String host, boolean expected) {
    assertThat(NetworkRange.isLocalhost(host)).isEqualTo(expected);
  }
}
