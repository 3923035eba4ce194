package inspectorslack.companion.preview;

import inspectorslack.Settings;
import inspectorslack.companion.Recording;
import inspectorslack.companion.RouteText;
import inspectorslack.companion.Terminal;
import inspectorslack.config.Delivery;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.SlackDestination;
import inspectorslack.config.Storm;
import inspectorslack.scanning.Organization;
import inspectorslack.suppressions.Suppression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Says what a stack does, in a few sentences. */
final class StackInWords {
  /**
   * One sentence.
   *
   * @param name what it's about, for a column of its own; empty if it's about the whole stack
   */
  record Line(String name, String text) {
    Line(String text) {
      this("", text);
    }
  }

  private final Settings settings;
  private final Recording recording;

  StackInWords(Settings settings, Recording recording) {
    this.settings = settings;
    this.recording = recording;
  }

  /** What Inspector scans, in which accounts, and what the stack does for it. */
  List<Line> scans() {
    List<String> texts = new ArrayList<>();
    texts.add(
        settings.enableInspector()
            ? inWords(settings.scanTypes())
            : "what Inspector scans already: this stack doesn't turn it on or off");
    if (settings.enableSecurityHub()) {
      texts.add("turns on Security Hub CSPM, without its standards");
    }
    Organization organization = settings.organization();
    organization
        .delegatedAdministrator()
        .ifPresent(it -> texts.add("lets account %s administer Inspector".formatted(shown(it))));
    if (!organization.members().isEmpty()) {
      texts.add(
          "also in the account%s %s"
              .formatted(
                  organization.members().size() == 1 ? "" : "s",
                  listed(organization.members().stream().map(this::shown))));
    }
    if (!organization.autoEnable().isEmpty()) {
      texts.add("in accounts that join: " + inWords(organization.autoEnable()));
    }
    long roles = count("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    if (roles > 0) {
      texts.add(
          "attaches AmazonSSMManagedInstanceCore to %d role%s"
              .formatted(roles, roles == 1 ? "" : "s"));
    }
    if (settings.updateSsmAgent()) {
      texts.add("updates SSM agents every week");
    }
    for (Suppression it : settings.suppressions()) {
      texts.add(
          "suppresses %s until %s: %s"
              .formatted(it.name(), it.expires(), Terminal.clean(it.reason())));
    }
    return texts.stream().map(Line::new).toList();
  }

  private static String inWords(List<ScanType> types) {
    return listed(
        types.stream()
            .map(
                type ->
                    switch (type) {
                      case EC2 -> "EC2";
                      case ECR -> "ECR";
                      case LAMBDA -> "Lambda";
                      case LAMBDA_CODE -> "Lambda code";
                    }));
  }

  private String shown(String account) {
    return Terminal.clean(settings.accountNames().shown(account));
  }

  /** Which findings go where, and how often. */
  List<Line> notifies() {
    List<Line> lines = new ArrayList<>(settings.hasNamedRoutes() ? ofRoutes() : ofOne());
    if (settings.delivery() instanceof Delivery.Curated curated) {
      lines.add(
          new Line(
              "each finding once, and again if it gets worse, comes back, or is still open after %d days"
                  .formatted(curated.renotifyAfterDays())));
      if (isOneStorm()) {
        lines.add(new Line(inWords(settings.routes().get(0).storm())));
      }
    } else {
      lines.add(new Line("every event, as AWS's standard card"));
    }
    settings.digest().ifPresent(it -> lines.add(new Line("digest: " + RouteText.of(it))));
    if (settings.coverageAlerts()) {
      lines.add(
          new Line(
              "coverage alerts%s: resources that Inspector stops scanning"
                  .formatted(
                      settings.hasNamedRoutes() ? " to " + settings.routes().get(0).name() : "")));
    }
    return lines;
  }

  private List<Line> ofOne() {
    Route route = settings.routes().get(0);
    return List.of(
        new Line(
            "%s from %s, to %s"
                .formatted(
                    what(route),
                    source(),
                    route
                        .slack()
                        .map(it -> "Slack channel " + it.channelId())
                        .orElse("the topic only"))));
  }

  /** Routes that take the same findings share a line. */
  private List<Line> ofRoutes() {
    Map<String, List<Route>> alike = new LinkedHashMap<>();
    settings
        .routes()
        .forEach(it -> alike.computeIfAbsent(what(it), what -> new ArrayList<>()).add(it));
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("findings from %s, to %s".formatted(source(), channels())));
    alike.forEach(
        (what, routes) ->
            lines.add(
                routes.size() == 1
                    ? new Line(routes.get(0).name(), channel(routes.get(0)) + what)
                    : new Line(
                        routes.size() + " alike",
                        what
                            + ": "
                            + listed(
                                routes.stream()
                                    .map(it -> (it.name() + " " + channel(it)).strip())))));
    return lines;
  }

  private String channels() {
    long channels =
        settings.routes().stream().flatMap(it -> it.slack().stream()).distinct().count();
    return channels == 0
        ? "topics only"
        : channels == 1 ? "one Slack channel" : channels + " Slack channels";
  }

  private static String channel(Route route) {
    return route.slack().map(it -> it.channelId() + "  ").orElse("");
  }

  private String source() {
    return settings.findingSource().service();
  }

  private String what(Route route) {
    return Terminal.clean(
        RouteText.of(route, settings.accountNames())
            + (isOneStorm() || !isCurated() ? "" : "; " + inWords(route.storm())));
  }

  private boolean isOneStorm() {
    return settings.routes().stream().map(Route::storm).distinct().count() == 1;
  }

  private boolean isCurated() {
    return settings.delivery() instanceof Delivery.Curated;
  }

  private static String inWords(Storm storm) {
    String interval = storm.minutes() == 1 ? "a minute" : storm.minutes() + " minutes";
    return storm.messages() == 0
        ? "only in summaries, %s after the first finding".formatted(interval)
        : "up to %d message%s per severity in %s, then a summary"
            .formatted(storm.messages(), storm.messages() == 1 ? "" : "s", interval);
  }

  /** What happens when the stack is destroyed. */
  List<Line> destroy() {
    List<String> kept = new ArrayList<>();
    if (isKept("aws:inspector2/enabler:Enabler", "scanning")) {
      kept.add("Inspector");
    }
    if (isKept("aws:securityhub/account:Account", "scanning")) {
      kept.add("Security Hub CSPM");
    }
    List<Line> lines = new ArrayList<>();
    if (!kept.isEmpty()) {
      lines.add(new Line("leaves %s on".formatted(listed(kept.stream()))));
    }
    if (isKept("", "organization")) {
      lines.add(new Line("doesn't change Inspector in other accounts"));
    }
    lines.add(
        new Line(
            (lines.isEmpty() ? "deletes everything" : "deletes the rest")
                + (isCurated() ? ", including the memory of findings" : "")));
    if (!settings.suppressions().isEmpty()) {
      lines.add(
          new Line("deletes the suppression rules, so Inspector publishes their findings again"));
    }
    return lines;
  }

  private boolean isKept(String type, String component) {
    return recording.resources().stream()
        .anyMatch(
            it ->
                it.type().contains(type)
                    && it.parent().filter(parent -> parent.endsWith(component)).isPresent()
                    && it.options().isRetainOnDelete());
  }

  private long count(String type) {
    return recording.resources().stream().filter(it -> it.type().equals(type)).count();
  }

  /** What keeps messages from arriving; empty if nothing is missing. */
  List<Line> missing() {
    if (settings.routes().stream().allMatch(it -> it.slack().isEmpty())) {
      return List.of(
          new Line(
              "slackWorkspaceId and slackChannelId: without them, findings stop at the topic"));
    }
    List<String> placeholders =
        settings.routes().stream()
            .flatMap(it -> it.slack().stream())
            .filter(SlackDestination::isPlaceholder)
            .flatMap(it -> Stream.of(it.workspaceId(), it.channelId()))
            .distinct()
            .toList();
    return placeholders.isEmpty()
        ? List.of()
        : List.of(
            new Line(
                "your Slack ids: %s are the documentation's placeholders"
                    .formatted(listed(placeholders.stream()))));
  }

  static String listed(Stream<String> things) {
    List<String> all = things.toList();
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " and " + all.get(last);
  }
}
