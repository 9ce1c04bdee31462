package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  @Test
  void fillsInValuesThroughQuotingFunctions() {
    assertThat(render("a = ${conf(name)}, ${port}\n")).isEqualTo("a = 'it''s', 15432\n");
  }

  @Test
  void namesThePlaceOfAVariableThatDoesNotExist() {
    Problem problem = problem("first line\n  ${nmae}\n");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
    assertThat(problem.code()).isEqualTo("template-error");
    assertThat(problem.where()).isEqualTo("config/x.ftl:2:5");
    assertThat(problem.what()).isEqualTo("nmae is not defined here; did you mean name?");
    assertThat(problem.remedy()).isNotBlank();
  }

  @Test
  void namesThePlaceOfBrokenSyntax() {
    Problem problem = problem("first line\n<#if bridge>\n");
    assertThat(problem.code()).isEqualTo("template-error");
    assertThat(problem.where()).startsWith("config/x.ftl:2:");
    assertThat(problem.why()).contains("#if");
  }

  @Test
  void reportsTheValueThatAFileCannotHold() {
    assertThat(problem("${access(\"\")}").why()).contains("not a name for pg_hba.conf");
  }

  @Test
  void reportsAMissingTemplate() {
    Templates none = new Templates(source(Map.of()));
    assertThatThrownBy(() -> none.render("config/x.ftl", Map.of()))
        .asInstanceOf(type(ProblemException.class))
        .extracting(e -> e.problems().getFirst().where())
        .isEqualTo("config/x.ftl");
    assertThatThrownBy(() -> none.copy("templates/start.sh"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("templates/start.sh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
        "${name?api.getClass()}",
        "${name.class}",
        "${list.getClass()}"
      })
  void letsNoTemplateReachJava(String text) {
    assertThat(problem(text).code()).isEqualTo("template-error");
  }

  private static Problem problem(String text) {
    try {
      return new Problem(
          new ProblemCode("", Problem.Kind.STEP_FAILED, "", ""),
          "rendered: " + render(text),
          "",
          "",
          "");
    } catch (ProblemException e) {
      return e.problems().getFirst();
    }
  }

  private static String render(String text) {
    Map<String, Object> model = new LinkedHashMap<>(QuotingFunctions.all());
    model.put("name", "it's");
    model.put("port", 15432);
    model.put("list", List.of("a"));
    return new Templates(source(Map.of("config/x.ftl", text))).render("config/x.ftl", model);
  }

  static TemplateSource source(Map<String, String> files) {
    return new TemplateSource() {
      @Override
      public Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path));
      }

      @Override
      public List<String> firstStartFiles() {
        return List.of();
      }
    };
  }
}
