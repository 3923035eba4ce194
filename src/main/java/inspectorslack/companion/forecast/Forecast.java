package inspectorslack.companion.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.alerts.EventPattern;
import inspectorslack.aws.Place;
import inspectorslack.companion.DocumentedFields;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.InvalidInput;
import inspectorslack.companion.ListedTime;
import inspectorslack.companion.RuleMatcher;
import inspectorslack.companion.RuleMatcher.Mismatch;
import inspectorslack.companion.simulate.CuratedMessages;
import inspectorslack.companion.simulate.CuratedMessages.Summarized;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts findings by what their events would do. Each finding is put into the event that its source
 * would send, and matched against the rules of native delivery, whatever delivery the stack uses.
 * If it uses curated delivery, the state machine decides what rules cannot compare.
 */
final class Forecast {
  static final String NATIVE = "native, at least";
  static final String CURATED = "curated";

  /**
   * A route and its largest summary.
   *
   * @param of how many summaries the route would have posted
   */
  record LargestSummary(String route, Summarized summary, int of) {}

  /** A value and how often it occurred. */
  record Count(String value, int count) {}

  /** The rules of one source: for each threshold, lowest first, and for each route. */
  private record Rules(
      EnumMap<Severity, RuleMatcher> byThreshold, Map<String, RuleMatcher> byRoute) {
    static Rules of(FindingSource source, List<Route> routes) {
      EnumMap<Severity, RuleMatcher> byThreshold = new EnumMap<>(Severity.class);
      for (Severity threshold : Severity.values()) {
        byThreshold.put(threshold, rule(source, unfiltered(threshold)));
      }
      Map<String, RuleMatcher> byRoute = new LinkedHashMap<>();
      routes.forEach(route -> byRoute.put(route.name(), rule(source, route)));
      return new Rules(byThreshold, byRoute);
    }

    private static RuleMatcher rule(FindingSource source, Route route) {
      return new RuleMatcher(EventPattern.json(source, route, new Delivery.Native()));
    }

    private static Route unfiltered(Severity threshold) {
      return new Route(
          Route.DEFAULT, threshold, FindingFilter.ALL, Map.of(), Storm.DEFAULT, Optional.empty());
    }
  }

  /**
   * What a route's channel would have received.
   *
   * @param ofNative messages of native delivery, by day
   * @param ofCurated messages of curated delivery, by source, and by Region if the stack has
   *     several, as each has its own limit for storms
   */
  private record Messages(
      Map<LocalDate, Integer> ofNative, Map<String, CuratedMessages> ofCurated) {
    List<Instant> timesOfCurated() {
      return ofCurated.values().stream().flatMap(it -> it.times().stream()).toList();
    }
  }

  // For findings that do not say when they were first seen.
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final int DAYS = 7;

  private final Settings settings;
  private final String home;
  private final List<Route> routes;
  private final InspectorDetails details;
  private final DigestForecast digest;
  private final Map<FindingSource, Rules> rules = new EnumMap<>(FindingSource.class);
  private final Map<FindingSource, Integer> sources = new EnumMap<>(FindingSource.class);
  private final Map<String, Integer> regions = new TreeMap<>();
  private final Map<Severity, Integer> byThreshold = new EnumMap<>(Severity.class);
  private final Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
  private final Map<String, Integer> byType = new HashMap<>();
  private final Map<String, Integer> byResource = new HashMap<>();
  private final Map<String, Integer> neverBecause = new HashMap<>();
  private final Map<String, Messages> messages = new LinkedHashMap<>();
  private final Set<String> listed = new HashSet<>();
  private LocalDate newest = LocalDate.EPOCH;
  private int repeated;
  private int unnamed;
  private final Map<String, Integer> flawed = new TreeMap<>();
  private int taken;
  private int takings;
  private int undated;
  private int total;

  /**
   * Counts for a stack.
   *
   * @param home the stack's home Region, or one that stands for it
   * @param details what Inspector answers when curated delivery asks about a finding
   */
  Forecast(Settings settings, String home, InspectorDetails details) {
    this.settings = settings;
    this.home = home;
    this.details = details;
    this.routes = settings.routes();
    this.digest = new DigestForecast(settings, home);
    routes.forEach(
        route -> messages.put(route.name(), new Messages(new HashMap<>(), new HashMap<>())));
  }

  /**
   * Counts one finding, unless one of the same ARN was counted before.
   *
   * @throws InvalidInput if it is neither Inspector's nor in a format of Security Hub's
   */
  void add(JsonNode finding) {
    total++;
    FindingSource source = source(finding);
    if (source != FindingSource.INSPECTOR) {
      FindingEvent.flawOfImported(finding)
          .ifPresent(
              flaw -> {
                throw invalid(flaw);
              });
    }
    JsonNode event = event(source, finding);
    FindingEvent main = FindingEvent.of(event);
    if (main.findingArn().isEmpty()) {
      refuseOtherArn(source, finding);
      unnamed++;
    } else if (!listed.add(main.findingArn().get())) {
      repeated++;
      return;
    }
    sources.merge(source, 1, Integer::sum);
    if (source == FindingSource.INSPECTOR) {
      details.addFinding(finding);
    }
    digest.add(source, finding, main);
    // Security Hub sends findings of linked Regions to the one that aggregates them.
    Optional<String> region = regionOf(source, main);
    if (source == FindingSource.INSPECTOR) {
      region.ifPresent(it -> regions.merge(it, 1, Integer::sum));
    }
    Rules ofSource = rules.computeIfAbsent(source, it -> Rules.of(it, routes));
    Optional<Mismatch> never =
        Objects.requireNonNull(ofSource.byThreshold.get(Severity.INFORMATIONAL)).mismatch(event);
    if (never.isPresent()) {
      neverBecause.merge(never.get().fact(), 1, Integer::sum);
      return;
    }
    DocumentedFields.flaws(source, finding).stream()
        .map(DocumentedFields.Flaw::kind)
        .distinct()
        .forEach(flaw -> flawed.merge(flaw, 1, Integer::sum));
    Severity highest = Severity.INFORMATIONAL;
    for (Map.Entry<Severity, RuleMatcher> rule : ofSource.byThreshold.entrySet()) {
      if (rule.getValue().mismatch(event).isEmpty()) {
        byThreshold.merge(rule.getKey(), 1, Integer::sum);
        highest = rule.getKey();
      }
    }
    bySeverity.merge(highest, 1, Integer::sum);
    byType.merge(type(source, finding), 1, Integer::sum);
    byResource.merge(main.resource().orElse("(no resource)"), 1, Integer::sum);
    boolean isTaken = false;
    for (Map.Entry<String, RuleMatcher> rule : ofSource.byRoute.entrySet()) {
      if (rule.getValue().mismatch(event).isEmpty()
          && note(
              rule.getKey(),
              region
                  .filter(it -> settings.regions().count() > 1)
                  .filter(Place.REGIONS::contains)
                  .orElse(home),
              source,
              finding)) {
        isTaken = true;
        takings++;
      }
    }
    if (isTaken) {
      taken++;
      undated += first(source, finding).isEmpty() ? 1 : 0;
    }
  }

  private static Optional<Instant> first(FindingSource source, JsonNode finding) {
    return ListedTime.of(
        finding.at(
            switch (source) {
              case INSPECTOR -> "/firstObservedAt";
              case SECURITYHUB -> "/CreatedAt";
              case SECURITYHUB_V2 -> "/finding_info/created_time_dt";
            }));
  }

  private static Optional<String> regionOf(FindingSource source, FindingEvent finding) {
    return source != FindingSource.INSPECTOR ? finding.region() : finding.regionOfArn();
  }

  /** Notes the messages about a finding that a route's rule takes, unless the route drops it. */
  private boolean note(String routeName, String region, FindingSource source, JsonNode finding) {
    Messages ofRoute = Objects.requireNonNull(messages.get(routeName));
    Instant first = first(source, finding).orElse(LONG_AGO);
    CuratedMessages ofCurated =
        ofRoute.ofCurated.computeIfAbsent(
            source + " " + region,
            it -> new CuratedMessages(settings, source, route(routeName), region, details));
    if (!ofCurated.add(first, event(source, trimmed(source, finding)))) {
      return false;
    }
    LocalDate firstDay = ListedTime.day(first);
    LocalDate lastDay =
        ListedTime.of(
                finding.at(
                    switch (source) {
                      case INSPECTOR -> "/updatedAt";
                      case SECURITYHUB -> "/UpdatedAt";
                      case SECURITYHUB_V2 -> "/finding_info/modified_time_dt";
                    }))
            .map(ListedTime::day)
            // Without a first day, nothing says that the last one is another.
            .filter(day -> first.isAfter(LONG_AGO))
            .orElse(firstDay);
    newest = Stream.of(newest, firstDay, lastDay).max(Comparator.naturalOrder()).orElseThrow();
    ofRoute.ofNative.merge(firstDay, 1, Integer::sum);
    if (lastDay.isAfter(firstDay)) {
      ofRoute.ofNative.merge(lastDay, 1, Integer::sum);
    }
    return true;
  }

  /** A finding without what isn't needed to count messages, as many may have to be kept. */
  private ObjectNode trimmed(FindingSource source, JsonNode finding) {
    ObjectNode trimmed = finding.deepCopy();
    JsonNode vulnerability =
        trimmed.at(
            switch (source) {
              case INSPECTOR -> "/packageVulnerabilityDetails";
              case SECURITYHUB -> "/Vulnerabilities/0";
              case SECURITYHUB_V2 -> "/vulnerabilities/0";
            });
    if (vulnerability instanceof ObjectNode of) {
      of.remove(List.of("cvss", "Cvss", "referenceUrls", "ReferenceUrls", "references"));
    }
    for (String name : List.of("vulnerablePackages", "VulnerablePackages", "affected_packages")) {
      while (vulnerability.path(name) instanceof ArrayNode packages && packages.size() > 1) {
        packages.remove(1);
      }
    }
    trimmed.remove(
        List.of("description", "Description", "remediation", "Remediation", "NetworkPath"));
    if (FindingEvent.of(event(source, finding)).findingArn().isEmpty()) {
      String unique = "finding " + total;
      switch (source) {
        case INSPECTOR -> trimmed.put("findingArn", unique);
        case SECURITYHUB -> trimmed.put("Id", unique);
        case SECURITYHUB_V2 -> trimmed.withObject("/finding_info").put("uid", unique);
      }
    }
    return trimmed;
  }

  private Route route(String name) {
    return routes.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** The digests that the open findings make. */
  DigestForecast digest() {
    return digest;
  }

  /** The largest summary of each route that would have posted one, the largest of all first. */
  List<LargestSummary> summaries() {
    return messages.entrySet().stream()
        .flatMap(it -> largest(it.getKey(), it.getValue().ofCurated.values()).stream())
        .sorted(Comparator.comparing((LargestSummary it) -> it.summary.findings()).reversed())
        .toList();
  }

  private static Optional<LargestSummary> largest(
      String route, Collection<CuratedMessages> ofCurated) {
    int all = ofCurated.stream().mapToInt(CuratedMessages::summaries).sum();
    return ofCurated.stream()
        .flatMap(curated -> curated.largest().stream())
        // Findings without a date look as if they had come together.
        .filter(summary -> summary.time().isAfter(LONG_AGO.plus(2, ChronoUnit.DAYS)))
        .max(Comparator.comparing(Summarized::findings))
        .map(summary -> new LargestSummary(route, summary, all));
  }

  /** How many different findings were listed. */
  int total() {
    return total - repeated;
  }

  /** How many were left out because the list has them twice. */
  int repeated() {
    return repeated;
  }

  /** How many findings have no ARN, so that nothing tells whether they repeat others. */
  int unnamed() {
    return unnamed;
  }

  /** How many open findings have a field that AWS doesn't document so, by what's wrong. */
  Map<String, Integer> flawed() {
    return flawed;
  }

  /** How many would notify but say in no readable way when they were first seen. */
  int undated() {
    return undated;
  }

  /** The sources that findings came from; one, unless lists were joined by hand. */
  Map<FindingSource, Integer> sources() {
    return sources;
  }

  /** The Regions that Inspector's own findings came from, as far as their ARNs say so. */
  Map<String, Integer> regions() {
    return regions;
  }

  /** How many would notify, by threshold, lowest first. */
  List<Count> byThreshold() {
    return bySeverity(byThreshold);
  }

  /** How many would notify, in one route at least. */
  int taken() {
    return taken;
  }

  /**
   * How many messages the open findings have made in all routes since they were first seen. A list
   * says only that a finding has changed, not how often, so for native delivery it is the least.
   */
  List<Count> messages() {
    return List.of(
        new Count(
            NATIVE,
            messages.values().stream()
                .flatMap(it -> it.ofNative.values().stream())
                .mapToInt(Integer::intValue)
                .sum()),
        new Count("curated, without summaries", takings),
        new Count(
            CURATED, messages.values().stream().mapToInt(it -> it.timesOfCurated().size()).sum()));
  }

  /** How many of them came in the week up to the newest finding, by route. */
  List<Count> messagesOfTheWeek(boolean isCurated) {
    LocalDate before = newest.minusDays(DAYS);
    return routes.stream()
        .map(
            route -> {
              Messages ofRoute = Objects.requireNonNull(messages.get(route.name()));
              Stream<LocalDate> days =
                  isCurated
                      ? ofRoute.timesOfCurated().stream().map(ListedTime::day)
                      : ofRoute.ofNative.entrySet().stream()
                          .flatMap(it -> Collections.nCopies(it.getValue(), it.getKey()).stream());
              return new Count(route.name(), (int) days.filter(day -> day.isAfter(before)).count());
            })
        .toList();
  }

  /** The last day of that week; empty if no finding that would notify says when it was seen. */
  Optional<LocalDate> newest() {
    return newest.equals(LocalDate.EPOCH) ? Optional.empty() : Optional.of(newest);
  }

  List<Count> bySeverity() {
    return bySeverity(bySeverity);
  }

  List<Count> byType() {
    return mostFirst(byType);
  }

  List<Count> byResource() {
    return mostFirst(byResource);
  }

  /** Why findings would notify at no threshold at all. */
  List<Count> neverBecause() {
    return mostFirst(neverBecause);
  }

  private static List<Count> bySeverity(Map<Severity, Integer> counts) {
    return Severity.INFORMATIONAL.andAbove().stream()
        .map(severity -> new Count(severity.name(), counts.getOrDefault(severity, 0)))
        .toList();
  }

  private static List<Count> mostFirst(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> new Count(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Count::count).reversed().thenComparing(Count::value))
        .toList();
  }

  private FindingSource source(JsonNode finding) {
    boolean isOcsf = finding.has("class_uid") || finding.has("finding_info");
    if (finding.has("severity") && finding.has("status")) {
      refuseOtherThanText(finding, "severity");
      refuseOtherThanText(finding, "status");
      return isOcsf ? FindingSource.SECURITYHUB_V2 : FindingSource.INSPECTOR;
    }
    if (finding.has("Severity") && finding.has("RecordState")) {
      refuseOtherThanText(finding, "RecordState");
      return FindingSource.SECURITYHUB;
    }
    throw new InvalidInput(
        "finding %d is neither Inspector's (\"severity\" and \"status\") nor Security Hub's (\"Severity\" and \"RecordState\")"
            .formatted(total));
  }

  private void refuseOtherThanText(JsonNode finding, String field) {
    if (!finding.path(field).isTextual()) {
      throw invalid(FindingEvent.otherThan("a string", field, finding.path(field)));
    }
  }

  private void refuseOtherArn(FindingSource source, JsonNode finding) {
    String field =
        switch (source) {
          case INSPECTOR -> "findingArn";
          case SECURITYHUB -> "Id";
          case SECURITYHUB_V2 -> "finding_info.uid";
        };
    JsonNode arn = finding.at("/" + field.replace('.', '/'));
    if (!arn.isMissingNode()) {
      throw invalid(FindingEvent.otherThan("the finding's ARN", field, arn));
    }
  }

  private InvalidInput invalid(String problem) {
    return new InvalidInput("finding %d: %s".formatted(total, problem));
  }

  private static ObjectNode event(FindingSource source, JsonNode finding) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", source.eventSource())
            .put("detail-type", source.detailType());
    if (source == FindingSource.INSPECTOR) {
      event.set("detail", finding);
    } else {
      event.putObject("detail").putArray("findings").add(finding);
    }
    return event;
  }

  // ASFF and OCSF say "Software and Configuration Checks/Vulnerabilities/CVE", Inspector
  // "..._VULNERABILITY".
  private static String type(FindingSource source, JsonNode finding) {
    JsonNode type =
        finding.at(
            switch (source) {
              case INSPECTOR -> "/type";
              case SECURITYHUB -> "/Types/0";
              case SECURITYHUB_V2 -> "/finding_info/types/0";
            });
    return type.isTextual() && !type.asText().isBlank() ? type.asText() : "(no type)";
  }
}
