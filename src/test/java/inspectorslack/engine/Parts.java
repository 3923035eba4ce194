package inspectorslack.engine;

import com.pulumi.automation.OperationType;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a stack, by the names of their component and its resources. */
enum Parts {
  /** From a route's rule to its topic. */
  ALERTS(
      "alerts",
      "",
      "-topic",
      "-dead-letters",
      "-rule",
      "-topic-policy",
      "-dead-letters-policy",
      "-target",
      "-failed-invocations-alarm",
      "-lost-findings-alarm",
      "-dead-letters-alarm"),
  /** What curated delivery adds to {@link #ALERTS}. */
  CURATION(
      "alerts",
      "-curation",
      "-curation-memory",
      "-curation-machine-role",
      "-curation-machine-policy",
      "-curation-logs",
      "-curation-machine",
      "-curation-rule-role",
      "-curation-rule-policy",
      "-curation-failed-executions-alarm",
      "-curation-timed-out-alarm",
      "-curation-summaries",
      "-curation-summaries-target"),
  /** A route's channel. Its configuration is missing, because the channel names it. */
  SLACK("slack", "", "-role"),
  COVERAGE(
      "coverage",
      "",
      "-machine-role",
      "-machine-policy",
      "-logs",
      "-machine",
      "-rule-role",
      "-rule-policy",
      "-rule",
      "-target",
      "-coverage-failed-alarm",
      "-coverage-timeouts-alarm",
      "-coverage-lost-alarm"),
  DIGEST(
      "digest",
      "",
      "-totals",
      "-machine-role",
      "-machine-policy",
      "-logs",
      "-machine",
      "-schedule-role",
      "-schedule-policy",
      "-schedule",
      "-digest-failures-alarm",
      "-digest-timeouts-alarm",
      "-digest-aborted-alarm");

  private final String base;
  private final String[] suffixes;

  Parts(String base, String... suffixes) {
    this.base = base;
    this.suffixes = suffixes;
  }

  /** Maps the resources of parts of a stack without routes to an operation. */
  static Map<String, OperationType> all(OperationType operation, Parts... parts) {
    return of("", operation, parts);
  }

  /** Maps the resources of parts of a route to an operation. */
  static Map<String, OperationType> ofRoute(String route, OperationType operation, Parts... parts) {
    return of("-" + route, operation, parts);
  }

  private static Map<String, OperationType> of(
      String route, OperationType operation, Parts... parts) {
    Map<String, OperationType> moved = new TreeMap<>();
    for (Parts part : parts) {
      for (String suffix : part.suffixes) {
        moved.put(part.base + route + suffix, operation);
      }
    }
    return moved;
  }
}
