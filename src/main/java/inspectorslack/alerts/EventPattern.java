package inspectorslack.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The event pattern of a route's rule. It matches open findings from one source that the route
 * takes.
 *
 * <p>Every severity is a separate value: a single text with all of them would be a valid pattern
 * that matches nothing. The pattern allows optional fields to be absent, unless the route requires
 * them to be known.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">EventBridge
 *     User Guide, event patterns</a>
 */
public final class EventPattern {
  /** The most characters that EventBridge accepts (its quota "event pattern size"). */
  public static final int LONGEST = 2048;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FindingSource source;
  private final Route route;
  private final FindingFilter filter;
  private final Collection<String> otherRegions;

  private EventPattern(FindingSource source, Route route, Collection<String> otherRegions) {
    this.source = source;
    this.route = route;
    this.filter = route.filter();
    this.otherRegions = otherRegions;
  }

  /**
   * The pattern as compact JSON, for a rule on the default bus. For curated delivery it also
   * matches findings that end, of any severity, so that the state machine announces them if they
   * reopen.
   *
   * @param otherRegions Regions of the stack whose own rules match the findings there
   */
  public static String json(
      FindingSource source, Route route, Delivery delivery, Collection<String> otherRegions) {
    return new EventPattern(source, route, otherRegions)
        .pattern(delivery instanceof Delivery.Curated)
        .toString();
  }

  /** The pattern of a stack with one Region. */
  public static String json(FindingSource source, Route route, Delivery delivery) {
    return json(source, route, delivery, List.of());
  }

  private ObjectNode pattern(boolean isCurated) {
    ObjectNode pattern = JSON.objectNode();
    ObjectNode finding =
        switch (source) {
          // Inspector User Guide, "EventBridge event schema for Amazon Inspector events".
          case INSPECTOR ->
              envelope(pattern, "aws.inspector2", "Inspector2 Finding").putObject("detail");
          // Security Hub User Guide, "EventBridge event formats for Security Hub".
          case SECURITYHUB ->
              envelope(pattern, "aws.securityhub", "Security Hub Findings - Imported")
                  .putObject("detail")
                  .putObject("findings");
        };
    if (source == FindingSource.SECURITYHUB) {
      finding.putArray("ProductName").add("Inspector");
      if (!otherRegions.isEmpty()) {
        // Security Hub User Guide, cross-Region aggregation: the aggregation Region gets the events
        // of the linked Regions, too.
        finding
            .putArray("Region")
            .add(JSON.objectNode().put("exists", false))
            .add(JSON.objectNode().set("anything-but", texts(List.copyOf(otherRegions))));
      }
    }
    List<FindingKind> kinds = FindingKind.of(filter, source);
    List<ObjectNode> alternatives = new ArrayList<>();
    for (FindingKind kind : kinds) {
      ObjectNode open = open(isCurated);
      if (kinds.size() > 1) {
        put(open, kind);
      }
      alternatives.add(open);
    }
    if (isCurated) {
      alternatives.addAll(ended());
    }
    if (alternatives.size() == 1) {
      finding.setAll(alternatives.get(0));
    } else {
      finding.putArray("$or").addAll(alternatives);
    }
    // These fields never change, so they also filter findings that end.
    put(finding, FindingField.ACCOUNT, texts(filter.accountIds()));
    if (kinds.size() == 1) {
      put(finding, kinds.get(0));
    }
    return pattern;
  }

  private static ObjectNode envelope(ObjectNode pattern, String eventSource, String detailType) {
    pattern.putArray("source").add(eventSource);
    pattern.putArray("detail-type").add(detailType);
    return pattern;
  }

  /**
   * An open finding that the route takes. AWS sends the event again at every update of a finding;
   * in Security Hub, a change of the workflow status is an update, too. Without the status in the
   * pattern, a suppressed finding would notify. Curated delivery sets the status to NOTIFIED, and
   * still needs later events of such a finding, because its severity may rise.
   */
  private ObjectNode open(boolean isCurated) {
    ObjectNode open = JSON.objectNode();
    put(open, FindingField.STATUS, texts(List.of("ACTIVE")));
    if (source == FindingSource.SECURITYHUB) {
      open.putObject("Workflow")
          .set("Status", texts(isCurated ? List.of("NEW", "NOTIFIED") : List.of("NEW")));
    }
    put(
        open,
        FindingField.SEVERITY,
        texts(route.severityThreshold().andAbove().stream().map(Severity::name).toList()));
    if (filter.fixAvailable()) {
      put(open, FindingField.FIX_AVAILABLE, orAbsent(anythingBut("NO")));
    }
    if (filter.exploitAvailable()) {
      put(open, FindingField.EXPLOIT_AVAILABLE, orAbsent(anythingBut("NO")));
    }
    filter.minEpss().ifPresent(least -> put(open, FindingField.EPSS, epss(least)));
    filter
        .resourceTags()
        .forEach(
            (key, value) ->
                put(
                    open,
                    Stream.concat(FindingField.RESOURCE_TAGS.path(source).stream(), Stream.of(key))
                        .toList(),
                    orAbsent(JSON.textNode(value))));
    return open;
  }

  private ArrayNode epss(BigDecimal least) {
    ObjectNode atLeast = JSON.objectNode();
    atLeast.putArray("numeric").add(">=").add(least);
    ArrayNode allowed = orAbsent(atLeast);
    if (source == FindingSource.SECURITYHUB) {
      // Security Hub may send EPSS as text, which EventBridge cannot compare. The state machine of
      // curated delivery does.
      allowed.addObject().put("prefix", "");
    }
    return allowed;
  }

  /**
   * A finding that has ended. Inspector closes it, which archives its record in Security Hub, or
   * somebody resolves it in Security Hub.
   */
  private List<ObjectNode> ended() {
    return switch (source) {
      case INSPECTOR -> {
        ObjectNode closed = JSON.objectNode();
        put(closed, FindingField.STATUS, texts(List.of("CLOSED")));
        yield List.of(closed);
      }
      case SECURITYHUB -> {
        ObjectNode archived = JSON.objectNode();
        put(archived, FindingField.STATUS, texts(List.of("ARCHIVED")));
        ObjectNode resolved = JSON.objectNode();
        resolved.putObject("Workflow").putArray("Status").add("RESOLVED");
        yield List.of(archived, resolved);
      }
    };
  }

  private void put(ObjectNode finding, FindingKind kind) {
    put(finding, FindingField.RESOURCE_TYPE, texts(kind.resourceTypes()));
    ArrayNode types = JSON.arrayNode();
    kind.findingTypes().forEach(type -> types.add(findingType(type)));
    put(finding, FindingField.FINDING_TYPE, types);
  }

  // In Security Hub, a type is a path of categories. The last one is Inspector's type.
  private JsonNode findingType(FindingType type) {
    return switch (source) {
      case INSPECTOR -> JSON.textNode(type.name());
      case SECURITYHUB ->
          JSON.objectNode()
              .put(
                  "suffix",
                  switch (type) {
                    case PACKAGE_VULNERABILITY -> "/CVE";
                    case NETWORK_REACHABILITY -> "/Network Reachability";
                    case CODE_VULNERABILITY -> "/CWE";
                  });
    };
  }

  private ArrayNode orAbsent(JsonNode allowed) {
    ArrayNode either = JSON.arrayNode();
    if (!filter.requireKnown()) {
      either.addObject().put("exists", false);
    }
    return either.add(allowed);
  }

  private static ObjectNode anythingBut(String value) {
    return JSON.objectNode().put("anything-but", value);
  }

  /** Sets a field of the pattern, unless the field may have any value. */
  private void put(ObjectNode finding, FindingField field, ArrayNode allowed) {
    if (!allowed.isEmpty()) {
      put(finding, field.path(source), allowed);
    }
  }

  private static void put(ObjectNode finding, List<String> path, ArrayNode allowed) {
    ObjectNode parent = finding;
    for (String step : path.subList(0, path.size() - 1)) {
      parent = parent.withObjectProperty(step);
    }
    parent.set(path.get(path.size() - 1), allowed);
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode values = JSON.arrayNode();
    texts.forEach(values::add);
    return values;
  }
}
