package dev.citusdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.remote.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingSettingTest {
  private static List<String> forbidding(String output) {
    return ForwardingSetting.forbidding(new Answer(0, output, "")).stream()
        .map(ForwardingSetting::toString)
        .toList();
  }

  @Test
  void findsNothingToComplainOfInUsualSettings() {
    assertThat(forbidding("allowtcpforwarding yes\ndisableforwarding no\npermitopen any\n"))
        .isEmpty();
    assertThat(forbidding("AllowTcpForwarding local\n")).isEmpty();
    assertThat(forbidding("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "allowtcpforwarding no, AllowTcpForwarding no, AllowTcpForwarding local",
    "  AllowTcpForwarding remote, AllowTcpForwarding remote, AllowTcpForwarding local",
    "disableforwarding yes, DisableForwarding yes, DisableForwarding no",
    "permitopen 10.0.0.1:80 10.0.0.2:81, PermitOpen 10.0.0.1:80 10.0.0.2:81, PermitOpen any",
    "permitopen none, PermitOpen none, PermitOpen any"
  })
  void namesWhatForbidsAndWhatWouldAllow(String line, String named, String allowing) {
    assertThat(forbidding(line + "\n")).containsExactly(named);
    assertThat(ForwardingSetting.forbidding(new Answer(0, line + "\n", "")).getFirst().allowing())
        .isEqualTo(allowing);
  }
}
