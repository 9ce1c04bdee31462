package dev.citusdeploy.desired;

import freemarker.cache.TemplateLoader;
import java.io.Reader;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/// Makes a [TemplateSource] readable for FreeMarker.
final class SourceLoader implements TemplateLoader {
  private final TemplateSource source;

  SourceLoader(TemplateSource source) {
    this.source = source;
  }

  @Override
  public @Nullable Object findTemplateSource(String name) {
    return source.read(name).map(text -> new Found(name, text)).orElse(null);
  }

  @Override
  public long getLastModified(Object found) {
    // The texts don't change while the program runs.
    return 0;
  }

  @Override
  public Reader getReader(Object found, String encoding) {
    return new StringReader(((Found) found).text());
  }

  @Override
  public void closeTemplateSource(Object found) {}

  private record Found(String name, String text) {}
}
