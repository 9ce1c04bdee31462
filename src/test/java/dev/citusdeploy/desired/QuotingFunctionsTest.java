package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

class QuotingFunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "no",
        "022",
        "a: b # c",
        "- x",
        "'\"\\",
        "tab\tline\nnext\r",
        "$HOME ${X} $$",
        "{}[],&*!|>%@`",
        "база",
        "😀\u0085\u2028\ufeff",
        "\u0001\u007f",
        "${\"x\"?api}"
      })
  void writeWhatReadersOfYamlAndJsonReadBack(String value) {
    String yaml = QuotingFunctions.yaml(value);
    assertThat(new Load(LoadSettings.builder().build()).loadFromString("v: " + yaml).toString())
        // Compose reads two dollars as one.
        .isEqualTo("{v=" + value.replace("$", "$$") + "}");
    assertThat(yaml).isPrintable();
    String json = QuotingFunctions.json(value);
    assertThat(JsonMapper.shared().readTree(json).asString()).isEqualTo(value);
  }
}
