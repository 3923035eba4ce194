package inspectorslack.companion.simulate;

import inspectorslack.Settings;
import inspectorslack.companion.RouteText;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.SlackDestination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * The path of a finding through one stack, for each route, or group of routes that take the same.
 * Each is drawn twice: from left to right, and from top to bottom for narrow screens. The page's
 * style shows the one that fits.
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
  private final String id;
  private final Element svg;

  /** The routes of one picture, which take the same. */
  private record Alike(Settings settings, List<Route> routes) {
    Route first() {
      return routes.get(0);
    }

    boolean isOff() {
      return routes.stream().anyMatch(route -> route.slack().isEmpty());
    }

    List<String> taken() {
      String threshold = RouteText.threshold(first().severityThreshold());
      return first().filter().equals(FindingFilter.ALL)
          ? List.of(threshold)
          : List.of(threshold, "with filters");
    }

    String channels() {
      return isOff()
          ? "no channel set"
          : routes.size() > 1
              ? routes.size() + " channels"
              : first().slack().map(SlackDestination::channelId).orElseThrow();
    }
  }

  private PipelinePicture(Alike alike, boolean isWide, String id, Element figure) {
    Settings settings = alike.settings;
    this.isWide = isWide;
    this.id = id;
    this.svg = figure.appendElement("svg").addClass(isWide ? "wide" : "tall");
    steps.add(
        new Step(
            "Inspector",
            settings.enableInspector() ? scanTypes(settings) : List.of("turned on elsewhere"),
            false));
    if (settings.findingSource() != FindingSource.INSPECTOR) {
      steps.add(
          new Step(
              settings.findingSource().service(),
              settings.enableSecurityHub() ? "imports findings" : "must be turned on"));
    }
    rule = steps.size();
    steps.add(
        new Step("EventBridge rule" + (alike.routes.size() == 1 ? "" : "s"), alike.taken(), false));
    if (settings.delivery() instanceof Delivery.Curated curated) {
      steps.add(new Step("State machine", "each finding once"));
      memory =
          Optional.of(new Step("Memory", "again after", curated.renotifyAfterDays() + " days"));
    } else {
      memory = Optional.empty();
    }
    steps.add(settings.encryptTopic() ? new Step("SNS topic", "encrypted") : new Step("SNS topic"));
    steps.add(
        new Step(
            "Amazon Q",
            List.of(memory.isPresent() ? "passes it on" : "renders the card"),
            alike.isOff()));
    steps.add(new Step("Slack", List.of(alike.channels()), alike.isOff()));
  }

  /** Appends the pictures of a stack, each in a figure that says in words what its routes take. */
  static void draw(Settings settings, Element to) {
    Map<List<Object>, List<Route>> groups = new LinkedHashMap<>();
    for (Route route : settings.routes()) {
      groups
          .computeIfAbsent(
              List.of(route.severityThreshold(), route.filter(), route.slack().isPresent()),
              it -> new ArrayList<>())
          .add(route);
    }
    int number = 0;
    for (List<Route> routes : groups.values()) {
      Alike alike = new Alike(settings, routes);
      Element figure = to.appendElement("figure");
      String id = number == 0 ? "" : "-" + number;
      new PipelinePicture(alike, true, id, figure).draw();
      new PipelinePicture(alike, false, id, figure).draw();
      caption(alike, figure);
      number++;
    }
  }

  private static void caption(Alike alike, Element figure) {
    Element caption = figure.appendElement("figcaption");
    if (alike.settings.hasNamedRoutes()) {
      for (Route route : alike.routes) {
        Element line = caption.appendElement("p");
        line.appendElement("b").text(route.name());
        line.appendText(" takes ");
        SlackMarkdown.appendMentions(RouteText.of(route, alike.settings.accountNames()), line);
        route
            .slack()
            .filter(it -> alike.routes.size() > 1)
            .ifPresent(it -> line.appendText("; to " + it.channelId()));
      }
    }
    if (alike.isOff()) {
      caption.appendElement("p").text("Dashed boxes: not set up in this stack.");
    }
    if (caption.childNodeSize() == 0) {
      caption.remove();
    }
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
    return "arrow-" + (isWide ? "wide" : "tall") + id + (kind.isEmpty() ? "" : "-" + kind);
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
