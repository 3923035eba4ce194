package inspectorslack.companion;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * Finds values of a stack file that Pulumi reads as another value than the one that is written,
 * because they are not in quotes: it takes them for numbers or dates before it hands them to the
 * program. And what the companion can't read at all: anchors that hold themselves, tags, and
 * secrets.
 */
final class UnquotedValues {
  // Octal, hexadecimal, with an exponent, with a decimal that is dropped, too long; a date.
  private static final Pattern CHANGED =
      Pattern.compile(
          "\\+\\d+|-0|[-+]?(\\.\\d+|\\d+\\.|0\\d+|0[xob][0-9a-fA-F_]+|\\d*\\.?\\d+[eE][-+]?\\d+|\\d*\\.\\d*0|\\d{16,}"
              + "|\\d[\\d_]*_[\\d_]*)|\\d{4}-\\d\\d?-\\d\\d?([Tt ].*)?");

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.MAP, Tag.SEQ);

  // Each value counts as often as aliases repeat it. No stack has as many.
  private static final int MOST_VALUES = 100_000;

  // Read from the program's side whether it is in quotes or not.
  private static final String DATE = "expires";

  private final String file;
  private final Deque<Node> around = new ArrayDeque<>();
  private final List<String> changed = new ArrayList<>();
  private int left = MOST_VALUES;

  private UnquotedValues(String file) {
    this.file = file;
  }

  /**
   * Refuses such values: all that lack quotes, or the first that can't be read.
   *
   * @param file how to name the file
   * @param node the file's content
   */
  static void refuse(String file, Node node) {
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (isNamed(entry, "<<")) {
          throw new WrongUsage(
              file + ": \"<<\" stands above \"config:\"; merge within it, where settings are");
        }
        if (isNamed(entry, "config") && entry.getValueNode() instanceof MappingNode config) {
          UnquotedValues values = new UnquotedValues(file);
          config.getValue().forEach(it -> values.within(name(it), it.getValueNode()));
          if (!values.changed.isEmpty()) {
            throw new WrongUsage(String.join(System.lineSeparator(), values.changed));
          }
        }
      }
    }
  }

  private void within(String path, Node node) {
    if (left-- == 0) {
      throw new WrongUsage(
          "%s holds more than %,d values with those that aliases repeat"
              .formatted(file, MOST_VALUES));
    }
    if (around.contains(node)) {
      throw new WrongUsage(
          "%s: %s holds itself by its anchor, which Pulumi can't read; write it out, in line %d"
              .formatted(file, path, node.getStartMark().getLine() + 1));
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      throw new WrongUsage(
          "%s: %s has the tag %s, which no setting takes; leave it out, in line %d"
              .formatted(file, path, node.getTag(), node.getStartMark().getLine() + 1));
    }
    if (node instanceof MappingNode map
        && map.getValue().size() == 1
        && isNamed(map.getValue().get(0), "secure")) {
      throw new WrongUsage(
          "%s: %s is encrypted, and the companion holds no key; no setting of this project is a secret, so write the value itself there, in line %d"
              .formatted(file, path, node.getStartMark().getLine() + 1));
    }
    around.push(node);
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        noteIfChanged(path + "." + name(entry), "the key ", entry.getKeyNode());
        if (!isNamed(entry, DATE) || !(entry.getValueNode() instanceof ScalarNode)) {
          within(path + "." + name(entry), entry.getValueNode());
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
        && CHANGED.matcher(scalar.getValue()).matches()) {
      changed.add(
          "%s: %s is %s%s without quotes, which Pulumi reads as another value; put it in quotes if it's a text, and write a number in plain digits, in line %d"
              .formatted(file, path, what, scalar.getValue(), scalar.getStartMark().getLine() + 1));
    }
  }

  private static boolean isNamed(NodeTuple entry, String name) {
    return name(entry).equals(name);
  }

  private static String name(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
  }
}
