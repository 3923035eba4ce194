package inspectorslack.companion.preview;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.Recording;
import inspectorslack.companion.Recording.Declared;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.preview.JsonDifference.Change;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Prints the difference between two previews for people: a line for each place that differs. */
final class PreviewDifferenceText {
  // Of a long text that differs in one place, this much is shown on either side of the place.
  private static final int AROUND = 30;
  private static final int LONG = 80;

  private final Terminal terminal;
  private final PrintStream out;

  PreviewDifferenceText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /**
   * Prints it.
   *
   * @param file what the stack is compared with
   * @param recording the stack as it is now, which knows how the engine would treat its resources
   */
  void print(StackFile stack, String file, PreviewDifference difference, Recording recording) {
    out.printf(
        "Stack %s of %s against %s: %s%n",
        terminal.paint(Colour.BOLD, stack.stack()),
        stack.project(),
        file,
        difference.isEmpty()
            ? "no difference"
            : "%d added, %d removed, %d changed"
                .formatted(
                    difference.added().size(),
                    difference.removed().size(),
                    difference.changed().size()));
    List<JsonNode> added = withoutRegions(Colour.GREEN, "+", difference.added());
    if (!added.isEmpty()) {
      out.println();
      PreviewText preview = new PreviewText(terminal);
      added.forEach(resource -> preview.print(declared(recording, resource)));
    }
    List<JsonNode> removed = withoutRegions(Colour.RED, "-", difference.removed());
    if (!removed.isEmpty()) {
      out.println();
      removed.forEach(resource -> heading(Colour.RED, "-", resource, ""));
    }
    for (PreviewDifference.Changed changed : difference.changed()) {
      out.println();
      heading(
          Colour.YELLOW,
          "~",
          changed.resource(),
          PreviewText.kept(declared(recording, changed.resource())));
      print(changed.changes(), "      ", PreviewDifferenceText::text);
    }
    if (!difference.outputs().isEmpty()) {
      out.println();
      out.println(terminal.paint(Colour.BOLD, "Outputs"));
      print(difference.outputs(), "  ", PreviewDifferenceText::ofOutput);
    }
  }

  /** Prints a line for each Region that comes or goes as a whole; the resources of no such one. */
  private List<JsonNode> withoutRegions(Colour colour, String sign, List<JsonNode> resources) {
    Map<String, Long> regions = new LinkedHashMap<>();
    for (JsonNode resource : resources) {
      if (resource.path("type").asText().equals("inspectorslack:components:Region")) {
        String region = resource.path("name").asText();
        regions.put(region, resources.stream().filter(it -> isIn(region, it)).count());
      }
    }
    if (!regions.isEmpty()) {
      out.println();
    }
    regions.forEach(
        (region, count) ->
            out.printf(
                "  %s %s  the whole Region, %d resources%n",
                sign, terminal.paint(colour, Terminal.clean(region)), count));
    return resources.stream()
        .filter(it -> regions.keySet().stream().noneMatch(region -> isIn(region, it)))
        .toList();
  }

  private static boolean isIn(String region, JsonNode resource) {
    return resource.path("region").asText().equals(region);
  }

  private static Declared declared(Recording recording, JsonNode resource) {
    return recording.resources().stream()
        .filter(it -> it.name().equals(resource.path("name").asText()))
        .filter(it -> it.type().equals(resource.path("type").asText()))
        .findFirst()
        .orElseThrow();
  }

  private void heading(Colour colour, String sign, JsonNode resource, String treatment) {
    out.printf(
        "  %s %s  %s%s%n",
        sign,
        terminal.paint(colour, Terminal.clean(resource.path("name").asText())),
        terminal.paint(Colour.DIM, Terminal.clean(resource.path("type").asText())),
        terminal.paint(Colour.YELLOW, treatment));
  }

  private void print(List<Change> changes, String indent, Function<JsonNode, String> text) {
    for (Change change : changes) {
      String before = change.before().map(text).orElse("");
      String after = change.after().map(text).orElse("");
      String said;
      if (change.before().isEmpty()) {
        said = terminal.paint(Colour.GREEN, "+ " + after);
      } else if (change.after().isEmpty()) {
        said = terminal.paint(Colour.RED, "- " + before);
      } else {
        said = "%s -> %s".formatted(excerpt(before, after), excerpt(after, before));
      }
      out.printf("%s%s: %s%n", indent, Terminal.clean(change.path()), said);
    }
  }

  /** Of a long text, what differs from the other one and a little around it. */
  private static String excerpt(String text, String other) {
    if (text.length() <= LONG && other.length() <= LONG) {
      return text;
    }
    int shorter = Math.min(text.length(), other.length());
    int same = 0;
    while (same < shorter && text.charAt(same) == other.charAt(same)) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && text.charAt(text.length() - 1 - sameAtEnd)
            == other.charAt(other.length() - 1 - sameAtEnd)) {
      sameAtEnd++;
    }
    int from = Math.max(0, same - AROUND);
    int to = Math.min(text.length(), text.length() - sameAtEnd + AROUND);
    return (from == 0 ? "" : "...") + text.substring(from, to) + (to == text.length() ? "" : "...");
  }

  /** For a Region or route that's added or removed, the names of its outputs are enough. */
  private static String ofOutput(JsonNode value) {
    return value.isObject()
        ? value.propertyStream().map(it -> Terminal.clean(it.getKey())).collect(joining(", "))
        : text(value);
  }

  private static String text(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toPlainString();
    }
    return Terminal.clean(value.isTextual() ? value.asText() : value.toString());
  }
}
