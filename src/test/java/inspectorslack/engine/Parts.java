package inspectorslack.engine;

import com.pulumi.automation.OperationType;
import java.util.Map;
import java.util.TreeMap;

/** The resources of the parts of a stack by their names, each part's component included. */
enum Parts {
  /** A route's way to its topic. */
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
  /** What curated delivery adds to it. */
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
      "-curation-timed-out-alarm"),
  /** A route's channel, without its configuration, which is named by the channel. */
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

  /** The same for all resources of the parts, in the stack's one route or its digest. */
  static Map<String, OperationType> all(OperationType operation, Parts... parts) {
    return of("", operation, parts);
  }

  /** The same for all resources of the parts of a route. */
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
