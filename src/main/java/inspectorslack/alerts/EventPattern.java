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
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The event pattern of a route's rule. It matches open findings from one source that the route
 * takes.
 *
 * <p>Every severity is a separate value: a single text with all of them would be a valid pattern
 * that matches nothing. The pattern allows optional fields to be absent or null, unless the route
 * requires them to be known.
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
    pattern.putArray("source").add(source.eventSource());
    pattern.putArray("detail-type").add(source.detailType());
    ObjectNode detail = pattern.putObject("detail");
    ObjectNode finding = source == FindingSource.INSPECTOR ? detail : detail.putObject("findings");
    switch (source) {
      case INSPECTOR -> {}
      case SECURITYHUB -> {
        finding.putArray("ProductName").add("Inspector");
        exceptOtherRegions(finding, "Region");
      }
      case SECURITYHUB_V2 -> {
        put(finding, List.of("metadata", "product", "name"), texts(List.of("Inspector")));
        exceptOtherRegions(finding, "cloud", "region");
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

  /**
   * Security Hub User Guide, cross-Region aggregation: the home Region gets the events of the
   * linked Regions, too.
   */
  private void exceptOtherRegions(ObjectNode finding, String... path) {
    if (!otherRegions.isEmpty()) {
      put(
          finding,
          List.of(path),
          JSON.arrayNode()
              .add(JSON.objectNode().put("exists", false))
              .add(JSON.objectNode().set("anything-but", texts(List.copyOf(otherRegions)))));
    }
  }

  /**
   * An open finding that the route takes. AWS sends the event again at every update of a finding;
   * in Security Hub, a change of the workflow status is an update, too. Without the status in the
   * pattern, a suppressed finding would notify. Curated delivery sets the status to NOTIFIED, and
   * still needs later events of such a finding, because its severity may rise.
   */
  private ObjectNode open(boolean isCurated) {
    ObjectNode open = JSON.objectNode();
    switch (source) {
      case INSPECTOR -> put(open, FindingField.STATUS, texts(List.of("ACTIVE")));
      case SECURITYHUB -> {
        put(open, FindingField.STATUS, texts(List.of("ACTIVE")));
        open.putObject("Workflow")
            .set("Status", texts(isCurated ? List.of("NEW", "NOTIFIED") : List.of("NEW")));
      }
      case SECURITYHUB_V2 -> {
        put(open, FindingField.STATUS, texts(List.of("New", "In Progress")));
        open.putArray("activity_name")
            .add(JSON.objectNode().put("exists", false))
            .add(anythingBut("Close"));
      }
    }
    put(
        open,
        FindingField.SEVERITY,
        texts(route.severityThreshold().andAbove().stream().map(this::label).toList()));
    if (filter.fixAvailable()) {
      putFixAvailable(open);
    }
    if (filter.exploitAvailable()) {
      putYes(open, FindingField.EXPLOIT_AVAILABLE, "YES");
    }
    filter.minEpss().ifPresent(least -> put(open, FindingField.EPSS, epss(least)));
    // OCSF has tags as a list of names and values. A pattern can't say that no tag has a name, so
    // the state machine of curated delivery compares them.
    if (source != FindingSource.SECURITYHUB_V2) {
      filter
          .resourceTags()
          .forEach(
              (key, value) ->
                  put(
                      open,
                      Stream.concat(
                              FindingField.RESOURCE_TAGS.path(source).stream(), Stream.of(key))
                          .toList(),
                      orUnknown(JSON.textNode(value))));
    }
    return open;
  }

  /** A severity as the source spells it. */
  private String label(Severity severity) {
    return source == FindingSource.SECURITYHUB_V2
        ? severity.name().charAt(0) + severity.name().substring(1).toLowerCase(Locale.ROOT)
        : severity.name();
  }

  /**
   * A field that has to say yes. A text that's none of the documented ones counts as unknown.
   *
   * @param yes the documented texts that mean yes
   */
  private void putYes(ObjectNode open, FindingField field, String... yes) {
    put(
        open,
        field,
        source == FindingSource.SECURITYHUB_V2
            ? orUnknown(JSON.booleanNode(true))
            : filter.requireKnown() ? texts(List.of(yes)) : orUnknown(anythingBut("NO")));
  }

  /** Takes findings with a fix for at least one package. */
  private void putFixAvailable(ObjectNode open) {
    if (source != FindingSource.SECURITYHUB_V2) {
      putYes(open, FindingField.FIX_AVAILABLE, "YES", "PARTIAL");
      return;
    }
    // AWS doesn't document whether is_fix_available is true if only some packages have a fix.
    ObjectNode partial = JSON.objectNode();
    partial.putArray("fix_coverage").add("Partial");
    List<String> path = FindingField.FIX_AVAILABLE.path(source);
    ObjectNode available = JSON.objectNode();
    available.set(path.get(path.size() - 1), orUnknown(JSON.booleanNode(true)));
    put(
        open,
        Stream.concat(path.subList(0, path.size() - 1).stream(), Stream.of("$or")).toList(),
        JSON.arrayNode().add(available).add(partial));
  }

  private ArrayNode epss(BigDecimal least) {
    ObjectNode enough = JSON.objectNode();
    ArrayNode range = enough.putArray("numeric");
    if (!filter.requireKnown()) {
      range.add(">=").add(least);
    } else if (least.compareTo(BigDecimal.ONE) < 0) {
      range.add(">=").add(least).add("<=").add(1); // More than 1 is no known probability.
    } else {
      range.add("=").add(1); // EventBridge refuses a range of one number.
    }
    ArrayNode allowed = orUnknown(enough);
    if (source != FindingSource.INSPECTOR) {
      // Security Hub CSPM may send EPSS as text, and Security Hub does. EventBridge cannot compare
      // text; the state machine of curated delivery does.
      allowed.addObject().put("prefix", "");
    }
    return allowed;
  }

  /**
   * A finding that has ended. Either Inspector closes it, which archives its record in Security Hub
   * CSPM, or somebody resolves it in one of the two Security Hubs.
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
      case SECURITYHUB_V2 -> {
        // Security Hub User Guide, "OCSF findings": findings with this activity are closed.
        ObjectNode closed = JSON.objectNode();
        closed.putArray("activity_name").add("Close");
        ObjectNode resolved = JSON.objectNode();
        put(resolved, FindingField.STATUS, texts(List.of("Resolved")));
        yield List.of(closed, resolved);
      }
    };
  }

  private void put(ObjectNode finding, FindingKind kind) {
    put(finding, FindingField.RESOURCE_TYPE, JSON.arrayNode().addAll(kind.resourceTypes()));
    ArrayNode types = JSON.arrayNode();
    kind.findingTypes().forEach(type -> types.add(findingType(type)));
    put(finding, FindingField.FINDING_TYPE, types);
  }

  private JsonNode findingType(FindingType type) {
    return source == FindingSource.INSPECTOR
        ? JSON.textNode(type.name())
        : JSON.objectNode().put("suffix", type.suffix());
  }

  private ArrayNode orUnknown(JsonNode allowed) {
    ArrayNode either = JSON.arrayNode();
    if (!filter.requireKnown()) {
      either.addObject().put("exists", false);
      either.addNull();
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
