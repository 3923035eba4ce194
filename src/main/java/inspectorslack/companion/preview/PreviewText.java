package inspectorslack.companion.preview;

import inspectorslack.Settings;
import inspectorslack.companion.CloudMocks;
import inspectorslack.companion.Recording;
import inspectorslack.companion.Recording.Declared;
import inspectorslack.companion.RouteText;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.config.SlackDestination;
import inspectorslack.suppressions.Suppression;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints a recording for people: the tree of resources with their inputs, then the outputs. */
final class PreviewText {
  private static final String COMPONENT = "inspectorslack:components:";

  private final Terminal terminal;
  private final PrintStream out;

  PreviewText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  void print(StackFile stack, Settings settings, Recording recording) {
    List<Declared> resources = recording.resources();
    out.println(headline(terminal.paint(Colour.BOLD, stack.stack()), stack, settings, recording));
    out.println(
        terminal.paint(
            Colour.DIM,
            "Nothing was looked up in AWS. Account "
                + CloudMocks.ACCOUNT
                + " and the generated ids, ARNs and role-of-... names are placeholders."));
    printRoutes(settings);
    for (Declared component : resources) {
      if (!isComponent(component) || !component.region().equals(stack.region())) {
        continue;
      }
      out.println();
      out.printf(
          "%s  %s%s%n",
          terminal.paint(Colour.BOLD, component.name()),
          component.type().substring(component.type().lastIndexOf(':') + 1),
          component.parent().map(parent -> " of " + parent).orElse(""));
      resources.stream()
          .filter(it -> it.parent().equals(Optional.of(component.name())))
          .filter(it -> !isComponent(it))
          .forEach(this::print);
    }
    for (String region : settings.regions().others()) {
      print(region, stack.region(), OtherRegion.of(region, stack.region(), recording));
    }
    out.println();
    out.println(terminal.paint(Colour.BOLD, "Outputs"));
    printAligned(recording.outputs(), "  ");
    for (String warning : stack.warnings(settings)) {
      out.println();
      out.println(terminal.paint(Colour.YELLOW, "Warning: " + warning));
    }
  }

  static String headline(String name, StackFile stack, Settings settings, Recording recording) {
    return "Stack %s of %s in %s: %d resources"
        .formatted(
            name,
            stack.project(),
            stack.regionsInWords(settings),
            recording.resources().stream().filter(it -> !isComponent(it)).count());
  }

  /** What the operator asked for beyond one channel, in words. */
  private void printRoutes(Settings settings) {
    Map<String, Object> routes = new LinkedHashMap<>();
    if (settings.hasNamedRoutes()) {
      settings
          .routes()
          .forEach(
              route ->
                  routes.put(
                      route.name(),
                      "%s  %s"
                          .formatted(
                              route.slack().map(SlackDestination::channelId).orElse(""),
                              RouteText.of(route, settings.accountNames()))));
    }
    printSection("Routes", routes);

    Map<String, Object> more = new LinkedHashMap<>();
    settings.digest().ifPresent(digest -> more.put("digest", RouteText.of(digest)));
    if (settings.coverageAlerts()) {
      more.put(
          "coverage alerts",
          "to route %s, about resources that Inspector stops scanning"
              .formatted(settings.routes().get(0).name()));
    }
    for (Suppression suppression : settings.suppressions()) {
      more.put(
          "suppression " + suppression.name(),
          "until %s, because: %s".formatted(suppression.expires(), suppression.reason()));
    }
    printSection("Also", more);
    if (!settings.suppressions().isEmpty()) {
      out.println("  " + Suppression.WHEN_REMOVED);
    }
  }

  private void printSection(String title, Map<String, Object> values) {
    if (!values.isEmpty()) {
      out.println();
      out.println(terminal.paint(Colour.BOLD, title));
      printAligned(values, "  ");
    }
  }

  static boolean isComponent(Declared resource) {
    return resource.type().startsWith(COMPONENT);
  }

  private void print(String region, String home, OtherRegion compared) {
    out.println();
    out.printf(
        "%s  the same %d resources as in %s, with %s- before their names; besides:%n",
        terminal.paint(Colour.BOLD, region), compared.same(), home, region);
    compared.different().forEach(this::print);
  }

  /** One resource with its inputs. */
  void print(Declared resource) {
    out.printf(
        "  + %s  %s%s%n",
        terminal.paint(Colour.GREEN, resource.name()),
        terminal.paint(Colour.DIM, resource.type()),
        terminal.paint(Colour.YELLOW, kept(resource)));
    printAligned(resource.inputs(), "      ");
  }

  /** That a resource outlives its stack; nothing if it does not. */
  static String kept(Declared resource) {
    return resource.options().isRetainOnDelete() ? "  kept when the stack is destroyed" : "";
  }

  private void printAligned(Map<String, Object> values, String indent) {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach(
        (key, value) -> {
          List<String> lines = lines(value);
          out.printf("%s%-" + Math.max(1, width) + "s  %s%n", indent, key, lines.get(0));
          for (String line : lines.subList(1, lines.size())) {
            out.printf("%s%s  %s%n", indent, " ".repeat(width), line);
          }
        });
  }

  private static List<String> lines(Object value) {
    if (value instanceof String text) {
      return PolicyText.lines(text).or(() -> StateMachineText.lines(text)).orElse(List.of(text));
    }
    // The outputs of routes, each on a line of its own.
    if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(it -> it instanceof Map)) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + oneLine(entry.getValue()))
          .toList();
    }
    return List.of(oneLine(value));
  }

  private static String oneLine(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + oneLine(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", "));
    }
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(PreviewText::oneLine).collect(Collectors.joining(", "));
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return String.valueOf(number.longValue());
    }
    return String.valueOf(value);
  }
}
