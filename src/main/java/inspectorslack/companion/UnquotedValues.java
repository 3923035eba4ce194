package inspectorslack.companion;

import inspectorslack.config.InvalidSettings.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Finds unquoted values in a stack file that Pulumi reads as numbers or dates, and so hands to the
 * program as a different value. It also finds what the companion can't read at all: anchors that
 * contain themselves, tags, and secrets.
 */
final class UnquotedValues {
  // What Pulumi's YAML parser takes for a number, and which of these it hands over as they are
  // written. No float keeps more digits, and it can't hand over an infinite one at all.
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
              + "|(\\.[0-9_]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9_]+)?"
              + "|\\.(inf|Inf|INF))|\\.(nan|NaN|NAN)");
  private static final Pattern AS_WRITTEN =
      Pattern.compile("(?=(\\D*\\d){1,15}\\D*$)(?!-0$|-?0\\.0{6})-?(0|[1-9]\\d*)(\\.\\d*[1-9])?");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d?-\\d\\d?([Tt ].*)?");

  // Where a boolean in capitals, which comes back in small letters, is another value.
  private static final Pattern IN_TAGS = Pattern.compile(".*[tT]ags\\..*");

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.MAP, Tag.SEQ);

  private static final Set<Tag> KEY_TAGS = Set.of(Tag.STR, Tag.NULL, Tag.BOOL, Tag.MERGE);

  // Each value counts as often as aliases repeat it. No stack has as many.
  private static final int MOST_VALUES = 100_000;

  // Read from the program's side whether it is in quotes or not.
  private static final String DATE = "expires";

  private final String file;
  private final Deque<Node> around = new ArrayDeque<>();
  private final List<Problem> problems;
  private boolean isReadable = true;
  private int left = MOST_VALUES;

  private UnquotedValues(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Records a problem for each such value.
   *
   * @param file how to name the file
   * @param node the file's content
   * @param problems gets one for each
   * @return whether the rest can be read
   */
  static boolean note(String file, Node node, List<Problem> problems) {
    UnquotedValues values = new UnquotedValues(file, problems);
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (isNamed(entry, "<<")) {
          throw new WrongUsage(file + ": \"<<\" is at the top level; move it into \"config:\"");
        }
        if (isNamed(entry, "config") && entry.getValueNode() instanceof MappingNode config) {
          config.getValue().forEach(it -> values.entry("", it));
        }
      }
    }
    return values.isReadable;
  }

  private void entry(String prefix, NodeTuple entry) {
    String path = prefix + name(entry);
    Node key = entry.getKeyNode();
    if (!(key instanceof ScalarNode) || !KEY_TAGS.contains(key.getTag())) {
      isReadable = false;
      note(path, "a key that isn't a plain string", "a string without a tag", key);
    }
    within(path, entry.getValueNode());
  }

  private void within(String path, Node node) {
    if (left-- == 0) {
      throw new WrongUsage(
          "%s holds more than %,d values, including those that aliases repeat"
              .formatted(file, MOST_VALUES));
    }
    if (around.contains(node)) {
      isReadable = false;
      note(path, "a value that contains itself through its anchor", "one without a cycle", node);
      return;
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      isReadable = false;
      note(path, "the tag " + node.getTag(), "a value without a tag", node);
      return;
    }
    if (node instanceof MappingNode map
        && map.getValue().size() == 1
        && isNamed(map.getValue().get(0), "secure")) {
      note(
          path,
          "an encrypted value, which the companion can't decrypt",
          "the plain value, because no setting of this project is a secret",
          node);
      return;
    }
    around.push(node);
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        noteIfChanged(path + "." + name(entry), "the key ", entry.getKeyNode());
        if (!isNamed(entry, DATE) || !(entry.getValueNode() instanceof ScalarNode)) {
          entry(path + ".", entry);
        }
      }
    } else if (node instanceof SequenceNode list) {
      for (int i = 0; i < list.getValue().size(); i++) {
        within(path + "[" + i + "]", list.getValue().get(i));
      }
    } else {
      noteIfChanged(path, "", node);
    }
    around.pop();
  }

  private void noteIfChanged(String path, String what, Node node) {
    if (node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && isChanged(path, scalar)) {
      note(
          path,
          what + scalar.getValue() + " without quotes, which Pulumi reads as a different value",
          "a quoted string, or a number in plain digits",
          node);
    }
  }

  private static boolean isChanged(String path, ScalarNode scalar) {
    String value = scalar.getValue();
    return DAY.matcher(value).matches()
        || (NUMBER.matcher(value).matches() && !AS_WRITTEN.matcher(value).matches())
        || (scalar.getTag().equals(Tag.BOOL) && IN_TAGS.matcher(path).matches());
  }

  private void note(String path, String got, String expected, Node node) {
    int line = node.getStartMark().getLine() + 1;
    problems.add(new Problem(path, got, expected, "edit line %d of %s".formatted(line, file)));
  }

  private static boolean isNamed(NodeTuple entry, String name) {
    return name(entry).equals(name);
  }

  private static String name(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
  }
}
