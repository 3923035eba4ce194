package inspectorslack.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import inspectorslack.documents.EventPattern;
import inspectorslack.offline.RuleMatcher.Mismatch;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Counts of findings by what their events would do. Each finding is put into the event that its own
 * source would send for it and held against the rules that the program deploys.
 */
final class Forecast {
  /** A value and how often it came. */
  record Count(String value, int count) {}

  /** The rules of one source, lowest threshold first. */
  private record Rules(EnumMap<Severity, RuleMatcher> byThreshold) {
    RuleMatcher lowest() {
      return Objects.requireNonNull(byThreshold.get(Severity.INFORMATIONAL));
    }

    static Rules of(FindingSource source) {
      EnumMap<Severity, RuleMatcher> byThreshold = new EnumMap<>(Severity.class);
      for (Severity threshold : Severity.values()) {
        byThreshold.put(
            threshold,
            new RuleMatcher(EventPattern.json(source, threshold, new Delivery.Native())));
      }
      return new Rules(byThreshold);
    }
  }

  private final Map<FindingSource, Rules> rules = new EnumMap<>(FindingSource.class);
  private final Map<FindingSource, Integer> sources = new EnumMap<>(FindingSource.class);
  private final Map<Severity, Integer> byThreshold = new EnumMap<>(Severity.class);
  private final Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
  private final Map<String, Integer> byType = new HashMap<>();
  private final Map<String, Integer> byResource = new HashMap<>();
  private final Map<String, Integer> neverBecause = new HashMap<>();
  private final Map<Severity, Integer> nativeMessages = new EnumMap<>(Severity.class);
  private final Map<Severity, Integer> curatedMessages = new EnumMap<>(Severity.class);
  private final Set<String> announced = new HashSet<>();
  private int total;

  /**
   * Counts one finding.
   *
   * @throws WrongUsage if it is neither Inspector's nor in Security Hub's format
   */
  void add(JsonNode finding) {
    total++;
    FindingSource source = source(finding);
    sources.merge(source, 1, Integer::sum);
    JsonNode event = event(source, finding);
    Rules ofSource = rules.computeIfAbsent(source, Rules::of);
    Optional<Mismatch> never = ofSource.lowest().mismatch(event);
    if (never.isPresent()) {
      neverBecause.merge(never.get().fact(), 1, Integer::sum);
      return;
    }
    FindingEvent main = FindingEvent.of(event);
    boolean isFirst = announced.add(main.findingArn().orElse("finding " + total));
    int events = wasChanged(source, finding) ? 2 : 1;
    Severity highest = Severity.INFORMATIONAL;
    for (Map.Entry<Severity, RuleMatcher> rule : ofSource.byThreshold.entrySet()) {
      if (rule.getValue().mismatch(event).isEmpty()) {
        byThreshold.merge(rule.getKey(), 1, Integer::sum);
        nativeMessages.merge(rule.getKey(), events, Integer::sum);
        curatedMessages.merge(rule.getKey(), isFirst ? 1 : 0, Integer::sum);
        highest = rule.getKey();
      }
    }
    bySeverity.merge(highest, 1, Integer::sum);
    byType.merge(type(source, finding), 1, Integer::sum);
    byResource.merge(main.resource().orElse("(no resource)"), 1, Integer::sum);
  }

  int total() {
    return total;
  }

  /** The sources that findings came from; one, unless lists were joined by hand. */
  Map<FindingSource, Integer> sources() {
    return sources;
  }

  /** How many would notify, by threshold, lowest first. */
  List<Count> byThreshold() {
    return bySeverity(byThreshold);
  }

  /**
   * How many messages the open findings have made at a threshold since they were first seen. A list
   * tells only that a finding has changed, not how often, so for native delivery it is the least.
   */
  List<Count> messages(Severity threshold) {
    return List.of(
        new Count("native, at least", nativeMessages.getOrDefault(threshold, 0)),
        new Count("curated", curatedMessages.getOrDefault(threshold, 0)));
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
    if (finding.path("severity").isTextual() && finding.path("status").isTextual()) {
      return FindingSource.INSPECTOR;
    }
    if (finding.path("Severity").isObject() && finding.path("RecordState").isTextual()) {
      return FindingSource.SECURITYHUB;
    }
    throw new WrongUsage(
        "finding %d is neither Inspector's (\"severity\" and \"status\") nor Security Hub's (\"Severity\" and \"RecordState\")"
            .formatted(total));
  }

  /** Whether a finding was updated on a later day than it was first observed. */
  private static boolean wasChanged(FindingSource source, JsonNode finding) {
    boolean isDirect = source == FindingSource.INSPECTOR;
    return day(finding.path(isDirect ? "firstObservedAt" : "CreatedAt"))
        .flatMap(
            first -> day(finding.path(isDirect ? "updatedAt" : "UpdatedAt")).map(first::isBefore))
        .orElse(false);
  }

  // The AWS CLI prints ISO times, or seconds since 1970 if it is of version 1 or told so.
  private static Optional<LocalDate> day(JsonNode time) {
    if (time.isNumber()) {
      return Optional.of(LocalDate.ofEpochDay(time.asLong() / Duration.ofDays(1).toSeconds()));
    }
    try {
      return Optional.of(LocalDate.parse(time.asText().replaceFirst("T.*", "")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static JsonNode event(FindingSource source, JsonNode finding) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    switch (source) {
      case INSPECTOR ->
          event
              .put("source", "aws.inspector2")
              .put("detail-type", "Inspector2 Finding")
              .set("detail", finding);
      case SECURITYHUB ->
          event
              .put("source", "aws.securityhub")
              .put("detail-type", "Security Hub Findings - Imported")
              .putObject("detail")
              .putArray("findings")
              .add(finding);
    }
    return event;
  }

  // ASFF says "Software and Configuration Checks/Vulnerabilities/CVE", Inspector
  // "..._VULNERABILITY".
  private static String type(FindingSource source, JsonNode finding) {
    JsonNode type =
        source == FindingSource.INSPECTOR ? finding.path("type") : finding.path("Types").path(0);
    return type.isTextual() ? type.asText() : "(no type)";
  }
}
