package inspectorslack.companion.simulate;

import inspectorslack.Settings;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.ScanType;
import inspectorslack.config.SlackDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * The path of a finding through one stack, drawn twice: from left to right, and from top to bottom
 * for narrow screens. The page's style shows the one that fits.
 */
final class PipelinePicture {
  /**
   * One box.
   *
   * @param isOff whether the stack doesn't have it yet
   */
  private record Step(String name, List<String> details, boolean isOff) {
    Step(String name, String... details) {
      this(name, List.of(details), false);
    }
  }

  private record Box(int x, int y) {
    int middleX() {
      return x + WIDTH / 2;
    }

    int middleY() {
      return y + HEIGHT / 2;
    }

    int right() {
      return x + WIDTH;
    }

    int bottom() {
      return y + HEIGHT;
    }
  }

  // Two boxes side by side fit a screen of 360 pixels, seven the page at its widest.
  private static final int HEIGHT = 70;
  private static final int WIDTH = 142;
  private static final int GAP = 30;
  private static final int EDGE = 2;

  private final List<Step> steps = new ArrayList<>();
  private final int rule;
  private final Optional<Step> memory;
  private final boolean isWide;
  private final Element svg;

  private PipelinePicture(Settings settings, boolean isWide, Element figure) {
    this.isWide = isWide;
    this.svg = figure.appendElement("svg").addClass(isWide ? "wide" : "tall");
    steps.add(
        new Step(
            "Inspector",
            settings.enableInspector() ? scanTypes(settings) : List.of("turned on elsewhere"),
            false));
    if (settings.findingSource() != FindingSource.INSPECTOR) {
      steps.add(
          new Step(
              "Security Hub",
              settings.enableSecurityHub() ? "imports findings" : "must be turned on"));
    }
    rule = steps.size();
    int routes = settings.routes().size();
    steps.add(
        settings.hasNamedRoutes()
            ? new Step("EventBridge rules", routes + ", one per route")
            : new Step(
                "EventBridge rule",
                settings.routes().get(0).severityThreshold().name(),
                "and above"));
    if (settings.delivery() instanceof Delivery.Curated curated) {
      steps.add(new Step("State machine", "each finding once"));
      memory =
          Optional.of(new Step("Memory", "again after", curated.renotifyAfterDays() + " days"));
    } else {
      memory = Optional.empty();
    }
    steps.add(settings.encryptTopic() ? new Step("SNS topic", "encrypted") : new Step("SNS topic"));
    boolean isOff = isOff(settings);
    steps.add(
        new Step(
            "Amazon Q", List.of(memory.isPresent() ? "passes it on" : "renders the card"), isOff));
    steps.add(
        new Step(
            "Slack",
            List.of(
                settings.hasNamedRoutes()
                    ? "%d channel%s".formatted(routes, routes == 1 ? "" : "s")
                    : settings
                        .routes()
                        .get(0)
                        .slack()
                        .map(SlackDestination::channelId)
                        .orElse("no channel set")),
            isOff));
  }

  /** Appends the picture of a stack to a figure. */
  static void draw(Settings settings, Element figure) {
    new PipelinePicture(settings, true, figure).draw();
    new PipelinePicture(settings, false, figure).draw();
    figure
        .appendElement("figcaption")
        .text(
            "Red: undelivered events; alarms report them."
                + (isOff(settings) ? " Dashed boxes: not set up in this stack." : ""));
  }

  private static boolean isOff(Settings settings) {
    return settings.routes().get(0).slack().isEmpty();
  }

  private static List<String> scanTypes(Settings settings) {
    List<String> names = settings.scanTypes().stream().map(ScanType::name).toList();
    // All four are too long for a line.
    return names.size() < 4
        ? List.of(String.join(", ", names))
        : List.of(String.join(", ", names.subList(0, 3)), names.get(3));
  }

  private void draw() {
    int length = steps.size();
    Box last = box(length - 1, 0);
    Box side = box(rule, 1);
    int width = (isWide ? last.right() : side.right()) + EDGE;
    int height = (isWide ? side.bottom() : last.bottom()) + EDGE;
    svg.attr("role", "img")
        .attr("width", "" + width)
        .attr("height", "" + height)
        .attr("viewBox", "0 0 %d %d".formatted(width, height));
    svg.appendElement("title")
        .text(
            steps.stream().map(Step::name).collect(Collectors.joining(", then "))
                + "; undelivered events go to the dead-letter queue");
    Element definitions = svg.appendElement("defs");
    marker(definitions, "");
    marker(definitions, "lost");
    for (int i = 0; i + 1 < length; i++) {
      Box from = box(i, 0);
      Box to = box(i + 1, 0);
      if (isWide) {
        arrow("", from.right(), from.middleY(), to.x, to.middleY());
      } else {
        arrow("", from.middleX(), from.bottom(), to.middleX(), to.y);
      }
    }
    across("lost", rule);
    if (memory.isPresent()) {
      across("", rule + 1).attr("marker-start", marked(""));
      Box machine = box(rule + 1, 0);
      if (isWide) {
        arrow("lost", machine.x + 24, machine.bottom(), side.right() - 24, side.y);
      } else {
        arrow("lost", machine.right(), machine.y + 16, side.x + 30, side.bottom());
      }
    }
    for (int i = 0; i < length; i++) {
      step(box(i, 0), steps.get(i));
    }
    step(side, new Step("Dead-letter queue", "kept for 14 days"));
    memory.ifPresent(it -> step(box(rule + 1, 1), it));
  }

  /** Where a box stands: its place on the way, and 1 beside the way. */
  private Box box(int place, int side) {
    int along = EDGE + place * ((isWide ? WIDTH : HEIGHT) + GAP);
    int across = EDGE + side * ((isWide ? HEIGHT : WIDTH) + GAP);
    return isWide ? new Box(along, across) : new Box(across, along);
  }

  private Element across(String kind, int place) {
    Box from = box(place, 0);
    Box to = box(place, 1);
    return isWide
        ? arrow(kind, from.middleX(), from.bottom(), to.middleX(), to.y)
        : arrow(kind, from.right(), from.middleY(), to.x, to.middleY());
  }

  private Element arrow(String kind, int fromX, int fromY, int toX, int toY) {
    return svg.appendElement("path")
        .addClass(kind)
        .attr("d", "M%d %dL%d %d".formatted(fromX, fromY, toX, toY))
        .attr("marker-end", marked(kind));
  }

  private void marker(Element definitions, String kind) {
    definitions
        .appendElement("marker")
        .addClass(kind)
        .attr("id", markerId(kind))
        .attr("viewBox", "0 0 8 8")
        .attr("refX", "8")
        .attr("refY", "4")
        .attr("markerWidth", "7")
        .attr("markerHeight", "7")
        .attr("orient", "auto-start-reverse")
        .appendElement("path")
        .attr("d", "M0 0L8 4L0 8z");
  }

  private String marked(String kind) {
    return "url(#" + markerId(kind) + ")";
  }

  // Each picture has markers of its own: those of one that is not shown are not drawn.
  private String markerId(String kind) {
    return "arrow-" + (isWide ? "wide" : "tall") + (kind.isEmpty() ? "" : "-" + kind);
  }

  private void step(Box box, Step step) {
    Element group = svg.appendElement("g");
    if (step.isOff) {
      group.addClass("off");
    }
    group
        .appendElement("rect")
        .attr("x", "" + box.x)
        .attr("y", "" + box.y)
        .attr("width", "" + WIDTH)
        .attr("height", "" + HEIGHT)
        .attr("rx", "8");
    int y = box.middleY() + 5 - 8 * step.details.size();
    text(group, "name", box.middleX(), y, step.name);
    for (String detail : step.details) {
      y += 16;
      text(group, "detail", box.middleX(), y, detail);
    }
  }

  private static void text(Element group, String kind, int x, int y, String text) {
    group.appendElement("text").addClass(kind).attr("x", "" + x).attr("y", "" + y).text(text);
  }
}
