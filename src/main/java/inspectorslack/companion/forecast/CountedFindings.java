package inspectorslack.companion.forecast;

import inspectorslack.config.FindingType;
import inspectorslack.config.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Stands in for Inspector in one Region where the digest asks it for counts. It answers from listed
 * findings, of which it keeps counts, resources and times only.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindingAggregations.html">Inspector
 *     API, ListFindingAggregations</a>
 */
final class CountedFindings {
  private final Map<FindingType, Counts> byType = new EnumMap<>(FindingType.class);
  private final Map<RankedResource.Kind, Map<String, Counts>> byResource =
      new EnumMap<>(RankedResource.Kind.class);
  private final Map<Severity, List<Instant>> firstSeen = new EnumMap<>(Severity.class);
  private int open;

  private static final class Counts {
    private final Map<String, Object> fields;
    private final Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
    private int all;
    private int fixable;
    private int exploitable;

    Counts(Map<String, Object> fields) {
      this.fields = fields;
    }

    void add(OpenFinding finding) {
      all++;
      finding.severity().ifPresent(it -> bySeverity.merge(it, 1, Integer::sum));
      fixable += finding.isFixable().orElse(false) ? 1 : 0;
      exploitable += finding.isExploitable().orElse(false) ? 1 : 0;
    }

    int of(Severity severity) {
      return bySeverity.getOrDefault(severity, 0);
    }

    Map<String, Object> answer() {
      Map<String, Object> answer = new LinkedHashMap<>(fields);
      answer.put(
          "SeverityCounts",
          Map.of(
              "All", all,
              "Critical", of(Severity.CRITICAL),
              "High", of(Severity.HIGH),
              "Medium", of(Severity.MEDIUM)));
      return answer;
    }
  }

  void add(OpenFinding finding) {
    open++;
    finding
        .type()
        .ifPresent(type -> byType.computeIfAbsent(type, it -> new Counts(Map.of())).add(finding));
    finding
        .resource()
        .ifPresent(
            resource ->
                byResource
                    .computeIfAbsent(resource.kind(), it -> new HashMap<>())
                    .computeIfAbsent(resource.key(), it -> new Counts(resource.fields()))
                    .add(finding));
    finding
        .severity()
        .ifPresent(
            severity -> {
              List<Instant> times = firstSeen.computeIfAbsent(severity, it -> new ArrayList<>());
              finding.firstSeen().ifPresent(times::add);
            });
  }

  /** How many there are. */
  int open() {
    return open;
  }

  /** Answers a call of Inspector's API, by its name. */
  Map<String, Object> call(String action, Map<?, ?> arguments) {
    return switch (action) {
      case "listFindingAggregations" -> page("Responses", aggregated(arguments), arguments);
      case "listFindings" -> page("Findings", seen(arguments), arguments);
      default -> throw new IllegalStateException("no stand-in for " + action);
    };
  }

  private List<Map<String, Object>> aggregated(Map<?, ?> arguments) {
    String aggregation = text(arguments, "AggregationType");
    if (aggregation.equals("FINDING_TYPE")) {
      Map<?, ?> asked = map(map(arguments, "AggregationRequest"), "FindingTypeAggregation");
      Counts counts = byType.get(FindingType.valueOf(text(asked, "FindingType")));
      if (counts == null) {
        return List.of();
      }
      Map<String, Object> answer = counts.answer();
      answer.put("FixAvailableCount", counts.fixable);
      answer.put("ExploitAvailableCount", counts.exploitable);
      return List.of(Map.of("FindingTypeAggregation", answer));
    }
    RankedResource.Kind kind = RankedResource.Kind.valueOf(aggregation);
    String sortBy = text(map(map(arguments, "AggregationRequest"), kind.member()), "SortBy");
    ToIntFunction<Counts> sorted =
        sortBy.equals("ALL") ? it -> it.all : it -> it.of(Severity.valueOf(sortBy));
    return byResource.getOrDefault(kind, Map.of()).entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, Counts> it) -> sorted.applyAsInt(it.getValue()))
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .map(it -> Map.<String, Object>of(kind.member(), it.getValue().answer()))
        .toList();
  }

  /** As many findings as a filter by severity and first observation takes, without their fields. */
  private List<Map<String, Object>> seen(Map<?, ?> arguments) {
    Map<?, ?> criteria = map(arguments, "FilterCriteria");
    Severity severity = Severity.valueOf(text(first(criteria, "Severity"), "Value"));
    Instant end = Instant.parse(text(first(criteria, "FirstObservedAt"), "EndInclusive"));
    return firstSeen.getOrDefault(severity, List.of()).stream()
        .filter(it -> !it.isAfter(end))
        .map(it -> Map.<String, Object>of("Severity", severity.name()))
        .toList();
  }

  /** One page of an answer; a token is the number of the first entry. */
  private static Map<String, Object> page(
      String name, List<Map<String, Object>> entries, Map<?, ?> arguments) {
    int most = (int) Objects.requireNonNull(arguments.get("MaxResults"));
    int from = arguments.get("NextToken") instanceof String token ? Integer.parseInt(token) : 0;
    int to = Math.min(entries.size(), from + most);
    return to == entries.size()
        ? Map.of(name, entries.subList(from, to))
        : Map.of(name, entries.subList(from, to), "NextToken", String.valueOf(to));
  }

  private static Map<?, ?> map(Map<?, ?> of, String name) {
    return (Map<?, ?>) Objects.requireNonNull(of.get(name));
  }

  private static Map<?, ?> first(Map<?, ?> of, String name) {
    return (Map<?, ?>)
        Objects.requireNonNull(((List<?>) Objects.requireNonNull(of.get(name))).get(0));
  }

  private static String text(Map<?, ?> of, String name) {
    return String.valueOf(of.get(name));
  }
}
