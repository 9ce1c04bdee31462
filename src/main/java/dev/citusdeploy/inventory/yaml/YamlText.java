package dev.citusdeploy.inventory.yaml;

import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Value.Kind;
import dev.citusdeploy.model.ProblemException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Parses YAML 1.2 text to values with their positions. Aliases are resolved; recursion and custom
/// tags are refused.
public final class YamlText {
  private static final Pattern UNQUOTED_RANGE =
      Pattern.compile(":\\s+([^\\s\"',{}\\[\\]]+\\[[0-9]+:[0-9]+][^\\s\"',{}]*)");

  private final String file;

  /// An alias gives the same node again; converted once, it costs nothing however often it is used.
  private final IdentityHashMap<Node, Value> converted = new IdentityHashMap<>();

  private YamlText(String file) {
    this.file = file;
  }

  /// Reads one document; an empty one is a mapping without keys.
  ///
  /// @param file its name in messages
  /// @throws ProblemException with code `inventory-yaml`
  public static Value parse(String text, String file) {
    // Keys that are not text are refused here, at their position and with a message of this
    // program.
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setParseComments(false)
            .setAllowNonScalarKeys(true)
            .build();
    var reader = new YamlText(file);
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.map(reader::convert)
          .orElseGet(() -> new Value.Mapping(Position.startOf(file), List.of()));
    } catch (MarkedYamlEngineException e) {
      var where = e.getProblemMark().or(e::getContextMark).map(reader::position);
      Position at = where.orElse(Position.startOf(file));
      throw reader.notYaml(at, sentence(e.getProblem()), unquotedRange(text, at), e);
    } catch (ReaderException e) {
      throw reader.notYaml(place(text, e.getPosition(), file), unprintable(e), e);
    } catch (YamlEngineException e) {
      throw reader.notYaml(Position.startOf(file), sentence(String.valueOf(e.getMessage())), e);
    } catch (StackOverflowError e) {
      throw reader.notYaml(Position.startOf(file), "nested too deeply", e);
    }
  }

  private Value convert(Node node) {
    Value known = converted.get(node);
    if (known != null) {
      return known;
    }
    Value value = convertNew(node);
    converted.put(node, value);
    return value;
  }

  private Value convertNew(Node node) {
    Position where = position(node);
    if (node.isRecursive()) {
      throw notYaml(where, "an alias points to what it is a part of", null);
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(where, scalar);
      case SequenceNode sequence -> {
        refuseTag(node, Tag.SEQ);
        yield new Value.Sequence(where, sequence.getValue().stream().map(this::convert).toList());
      }
      case MappingNode mapping -> {
        refuseTag(node, Tag.MAP);
        yield new Value.Mapping(where, entries(mapping));
      }
      default -> throw notYaml(where, "something that is no value", null);
    };
  }

  private List<Value.Entry> entries(MappingNode mapping) {
    List<Value.Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Position at = position(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw notYaml(at, "a key that is a list or a group of keys", null);
      }
      entries.add(new Value.Entry(key.getValue(), at, convert(tuple.getValueNode())));
    }
    return entries;
  }

  private Value.Scalar scalar(Position where, ScalarNode node) {
    Tag tag = node.getTag();
    Kind kind;
    if (tag.equals(Tag.STR)) {
      kind = Kind.TEXT;
    } else if (tag.equals(Tag.INT)) {
      kind = Kind.WHOLE;
    } else if (tag.equals(Tag.FLOAT)) {
      kind = Kind.FRACTION;
    } else if (tag.equals(Tag.BOOL)) {
      kind = Kind.TRUTH;
    } else if (tag.equals(Tag.NULL)) {
      kind = Kind.NOTHING;
    } else {
      throw notYaml(where, "the tag " + tag.getValue(), null);
    }
    return new Value.Scalar(where, node.getValue(), kind, !node.isPlain());
  }

  private void refuseTag(Node node, Tag usual) {
    if (!node.getTag().equals(usual)) {
      throw notYaml(position(node), "the tag " + node.getTag().getValue(), null);
    }
  }

  private Position position(Node node) {
    return node.getStartMark().map(this::position).orElse(Position.startOf(file));
  }

  private Position position(Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Position place(String text, int codePoint, String file) {
    String before =
        text.substring(
            0,
            text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length()))));
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Position(file, line, 1 + before.codePointCount(lineStart, before.length()));
  }

  private static String unprintable(ReaderException e) {
    return "the character U+%04X, which YAML does not allow".formatted(e.getCodePoint());
  }

  private static String sentence(String message) {
    String line = message.strip().lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  /// In YAML's flow form brackets begin a list, so a range in a value needs quotes.
  private static String unquotedRange(String text, Position at) {
    String line = text.lines().skip(at.line() - 1L).findFirst().orElse("");
    Matcher range = UNQUOTED_RANGE.matcher(line);
    return range.find()
        ? "put the value with the range in quotes: `\"" + range.group(1) + "\"`"
        : "";
  }

  private ProblemException notYaml(Position where, String what, @Nullable Throwable cause) {
    return notYaml(where, what, "", cause);
  }

  private ProblemException notYaml(
      Position where, String what, String remedy, @Nullable Throwable cause) {
    var problem =
        InventoryProblems.problem(
            Code.YAML,
            where.toString(),
            "not readable as an inventory: " + what,
            "an inventory is one YAML 1.2 document of plain keys, lists and values",
            remedy.isEmpty()
                ? "check that line and the one above it: indentation, quotes, colons; tabs are not"
                    + " allowed"
                : remedy);
    return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
  }
}
