package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import freemarker.core.InvalidReferenceException;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Collectors;

/// Renders templates. They have access to texts, numbers, lists and the quoting functions, never to
/// Java objects.
final class Templates {
  private final TemplateSource source;
  private final Configuration configuration;

  Templates(TemplateSource source) {
    this.source = source;
    configuration = new Configuration(Configuration.VERSION_2_3_35);
    configuration.setTemplateLoader(new SourceLoader(source));
    configuration.setLocalizedLookup(false);
    configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_35));
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setAPIBuiltinEnabled(false);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
    configuration.setNumberFormat("computer");
    configuration.setBooleanFormat("c");
  }

  /// Fills in a template.
  ///
  /// @throws ProblemException of kind USAGE when the template is missing, broken, or uses a name
  ///   that the model doesn't have
  String render(String path, Map<String, Object> model) {
    var text = new StringWriter();
    try {
      configuration.getTemplate(path).process(model, text);
      return text.toString();
    } catch (TemplateNotFoundException e) {
      throw problem("there is no such template", path, "", path, e);
    } catch (ParseException e) {
      throw problem(
          "the template cannot be read",
          position(path, e.getLineNumber(), e.getColumnNumber()),
          e.getEditorMessage(),
          path,
          e);
    } catch (InvalidReferenceException e) {
      throw problem(undefined(e, model), position(path, e), "", path, e);
    } catch (TemplateException e) {
      throw problem("the template cannot be filled in", position(path, e), why(e), path, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file that is copied unchanged.
  ///
  /// @throws ProblemException of kind USAGE when it is missing
  String copy(String path) {
    return source
        .read(path)
        .orElseThrow(() -> new ProblemException(missing("there is no such file", path, "", path)));
  }

  private static String undefined(InvalidReferenceException e, Map<String, Object> model) {
    String name = Objects.requireNonNullElse(e.getBlamedExpressionString(), "something");
    List<String> names = model.keySet().stream().sorted().toList();
    return name
        + " is not defined here"
        + Suggestion.nearest(name, names).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private String position(String path, TemplateException e) {
    String name = e.getTemplateSourceName();
    Integer line = e.getLineNumber();
    Integer column = e.getColumnNumber();
    return line == null || column == null
        ? path
        : position(name == null ? path : name, line, column);
  }

  private String position(String path, int line, int column) {
    return source.replacedBy(path).orElse(path) + ":" + line + ":" + column;
  }

  private static String why(TemplateException e) {
    Throwable cause = e.getCause();
    String message = cause != null && cause.getMessage() != null ? cause.getMessage() : null;
    String text = message == null ? e.getMessageWithoutStackTop() : message;
    // FreeMarker names the cause in the second line; advice for programmers follows.
    return text.strip().lines().limit(2).map(String::strip).collect(Collectors.joining(" "));
  }

  private ProblemException problem(
      String what, String where, String why, String path, Exception technical) {
    return new ProblemException(missing(what, where, why, path), technical);
  }

  private Problem missing(String what, String where, String why, String path) {
    return new Problem(
        DesiredProblemCodes.TEMPLATE_ERROR,
        what,
        where,
        why,
        source
            .replacedBy(path)
            .map(file ->
                "correct that file (docs/overrides.md lists what templates may name), or do without"
                    + " it:"
                    + ShellCommand.of("mv").word(file.toString()).word(file + ".off").line()
                    + "then run the command again")
            .orElse(
                "correct that file in the checkout which the program is built from (git diff shows"
                    + " what was changed there), then run the command again"));
  }
}
