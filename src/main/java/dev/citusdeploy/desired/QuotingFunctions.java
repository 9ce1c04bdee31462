package dev.citusdeploy.desired;

import dev.citusdeploy.postgres.AccessQuoting;
import dev.citusdeploy.postgres.SettingQuoting;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The functions by which templates write values into files of each format.
final class QuotingFunctions {
  private QuotingFunctions() {}

  /// All functions by the names that templates use.
  static Map<String, Object> all() {
    Map<String, Object> functions = new LinkedHashMap<>();
    functions.put("conf", function(SettingQuoting::quote));
    functions.put("access", function(AccessQuoting::quote));
    functions.put("yaml", function(QuotingFunctions::yaml));
    functions.put("json", function(QuotingFunctions::json));
    return functions;
  }

  /// A double-quoted scalar for a Compose file, in which `$` stands for itself; all of it ASCII.
  static String yaml(String value) {
    var text = new StringBuilder("\"");
    value
        .replace("$", "$$")
        .codePoints()
        .forEach(point ->
            text.append(point <= 0xffff ? character((char) point) : "\\U%08x".formatted(point)));
    return text.append('"').toString();
  }

  /// A JSON string, all of it ASCII.
  static String json(String value) {
    var text = new StringBuilder("\"");
    value.chars().forEach(c -> text.append(character((char) c)));
    return text.append('"').toString();
  }

  private static String character(char c) {
    if (c == '"' || c == '\\') {
      return "\\" + c;
    }
    return isPlain(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c);
  }

  private static boolean isPlain(int point) {
    return point >= 0x20 && point <= 0x7e;
  }

  private static TemplateMethodModelEx function(UnaryOperator<String> quote) {
    return arguments -> quote.apply(onlyText(arguments));
  }

  private static String onlyText(List<?> arguments) throws TemplateModelException {
    if (arguments.size() == 1 && arguments.getFirst() instanceof TemplateScalarModel text) {
      return text.getAsString();
    }
    throw new TemplateModelException("a quoting function takes one text");
  }
}
