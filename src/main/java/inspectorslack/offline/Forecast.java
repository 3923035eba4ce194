package inspectorslack.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import inspectorslack.documents.EventPattern;
import inspectorslack.offline.RuleMatcher.Mismatch;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts of findings by what their events would do. Each finding is put into the event that its own
 * source would send for it and held against the rules that the program deploys.
 */
final class Forecast {
  /** A value and how often it came. */
  record Count(String value, int count) {}

  /** The rules of one source: the one that takes most, and all of them, lowest threshold first. */
  private record Rules(RuleMatcher lowest, EnumMap<Severity, RuleMatcher> byThreshold) {
    static Rules of(FindingSource source) {
      EnumMap<Severity, RuleMatcher> byThreshold = new EnumMap<>(Severity.class);
      for (Severity threshold : Severity.values()) {
        byThreshold.put(
            threshold,
            new RuleMatcher(EventPattern.json(source, threshold, new Delivery.Native())));
      }
      return new Rules(
          new RuleMatcher(EventPattern.json(source, Severity.INFORMATIONAL, new Delivery.Native())),
          byThreshold);
    }
  }

  private final Map<FindingSource, Rules> rules = new EnumMap<>(FindingSource.class);
  private final Map<FindingSource, Integer> sources = new EnumMap<>(FindingSource.class);
  private final Map<Severity, Integer> byThreshold = new EnumMap<>(Severity.class);
  private final Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
  private final Map<String, Integer> byType = new HashMap<>();
  private final Map<String, Integer> byResource = new HashMap<>();
  private final Map<String, Integer> neverBecause = new HashMap<>();
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
    Optional<Mismatch> never = ofSource.lowest.mismatch(event);
    if (never.isPresent()) {
      neverBecause.merge(never.get().fact(), 1, Integer::sum);
      return;
    }
    Severity highest = Severity.INFORMATIONAL;
    for (Map.Entry<Severity, RuleMatcher> rule : ofSource.byThreshold.entrySet()) {
      if (rule.getValue().mismatch(event).isEmpty()) {
        byThreshold.merge(rule.getKey(), 1, Integer::sum);
        highest = rule.getKey();
      }
    }
    bySeverity.merge(highest, 1, Integer::sum);
    FindingEvent main = FindingEvent.of(event);
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
