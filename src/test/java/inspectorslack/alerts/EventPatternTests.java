package inspectorslack.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Routes;
import inspectorslack.config.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.Ruler;

/**
 * Holds every pattern against every kind of event, by EventBridge's own matcher.
 *
 * <p>Not proven here: that AWS sends events of these shapes; they are its documentation's.
 */
class EventPatternTests {
  private static final Delivery NATIVE = new Delivery.Native();
  private static final Delivery CURATED = new Delivery.Curated(30);

  /** Which labels a threshold takes, by hand: a column a label, x for a notification. */
  private static final String TAKEN =
      """
                     INFORMATIONAL LOW MEDIUM HIGH CRITICAL UNTRIAGED
      INFORMATIONAL        x        x     x     x      x        -
      LOW                  -        x     x     x      x        -
      MEDIUM               -        -     x     x      x        -
      HIGH                 -        -     -     x      x        -
      CRITICAL             -        -     -     -      x        -
      """;

  private static final List<String> STATUSES = List.of("ACTIVE", "SUPPRESSED", "CLOSED");
  private static final List<String> WORKFLOWS =
      List.of("NEW", "NOTIFIED", "SUPPRESSED", "RESOLVED");
  private static final List<String> RECORD_STATES = List.of("ACTIVE", "ARCHIVED");
  private static final List<String> OCSF_STATUSES =
      List.of("New", "In Progress", "Suppressed", "Resolved");
  private static final List<String> ACTIVITIES = List.of("Create", "Update", "Close");

  private static String pattern(FindingSource source, Severity threshold, Delivery delivery) {
    return EventPattern.json(source, Routes.of(threshold), delivery);
  }

  private record Case(
      FindingSource source, Severity threshold, String event, boolean notifies, String name) {
    @Override
    public String toString() {
      return name + (notifies ? " notifies" : " does not notify");
    }
  }

  static Stream<Case> verdicts() {
    List<Case> cases = new ArrayList<>();
    List<String[]> table = TAKEN.lines().map(line -> line.strip().split("\\s+")).toList();
    String[] labels = table.get(0);
    for (String[] row : table.subList(1, table.size())) {
      Severity threshold = Severity.valueOf(row[0]);
      for (int i = 0; i < labels.length; i++) {
        String label = labels[i];
        boolean taken = row[i + 1].equals("x");
        for (String status : STATUSES) {
          cases.add(
              new Case(
                  FindingSource.INSPECTOR,
                  threshold,
                  inspectorEvent(label, status),
                  taken && status.equals("ACTIVE"),
                  "from %s up: %s %s".formatted(threshold, label, status)));
        }
        for (String workflow : WORKFLOWS) {
          for (String state : RECORD_STATES) {
            cases.add(
                new Case(
                    FindingSource.SECURITYHUB,
                    threshold,
                    securityHubEvent("Inspector", label, workflow, state),
                    taken && workflow.equals("NEW") && state.equals("ACTIVE"),
                    "from %s up: %s %s %s".formatted(threshold, label, workflow, state)));
          }
        }
        for (String status : OCSF_STATUSES) {
          for (String activity : ACTIVITIES) {
            boolean isOpen = status.equals("New") || status.equals("In Progress");
            cases.add(
                new Case(
                    FindingSource.SECURITYHUB_V2,
                    threshold,
                    ocsfEvent("Inspector", label, status, activity),
                    taken && isOpen && !activity.equals("Close"),
                    "from %s up: %s %s %s".formatted(threshold, label, status, activity)));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void anEventNotifiesAsTheTableSays(Case it) throws Exception {
    assertThat(Ruler.matchesRule(it.event, pattern(it.source, it.threshold, NATIVE)))
        .isEqualTo(it.notifies);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void curatedDeliverySeesTheSameOpenFindingsAndAllThatEnd(Case it) throws Exception {
    boolean isEnd =
        Pattern.compile("CLOSED|ARCHIVED|RESOLVED|Resolved|Close$").matcher(it.name).find();
    // Its own NOTIFIED must not keep it from hearing that a severity rises.
    boolean isNewsPerhaps =
        it.notifies
            || (it.name.endsWith("NOTIFIED ACTIVE")
                && notifies(it.name.replace("NOTIFIED", "NEW")));
    assertThat(Ruler.matchesRule(it.event, pattern(it.source, it.threshold, CURATED)))
        .isEqualTo(isNewsPerhaps || isEnd);
  }

  private static boolean notifies(String name) {
    return verdicts().filter(it -> it.name.equals(name)).findFirst().orElseThrow().notifies;
  }

  @Test
  void theTableCoversEveryCombination() {
    // 5 thresholds x 6 labels x (3 statuses + 4 workflows x 2 record states + 4 statuses x 3
    // activities)
    assertThat(verdicts()).hasSize(690);
    // 15 marks, each with one status, one workflow, and 2 statuses x 2 activities that notify
    assertThat(verdicts().filter(Case::notifies)).hasSize(90);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void aPatternNeverTakesTheOtherSourcesEvents(Case it) throws Exception {
    for (FindingSource other : FindingSource.values()) {
      if (other != it.source) {
        assertThat(Ruler.matchesRule(it.event, pattern(other, it.threshold, NATIVE))).isFalse();
        assertThat(Ruler.matchesRule(it.event, pattern(other, it.threshold, CURATED))).isFalse();
      }
    }
  }

  @Test
  void anotherProductsFindingsInSecurityHubAreNotTaken() throws Exception {
    for (Delivery delivery : List.of(NATIVE, CURATED)) {
      assertThat(
              Ruler.matchesRule(
                  securityHubEvent("GuardDuty", "CRITICAL", "NEW", "ACTIVE"),
                  pattern(FindingSource.SECURITYHUB, Severity.INFORMATIONAL, delivery)))
          .isFalse();
      // An exposure names Inspector's findings that it was made of.
      for (String product : List.of("GuardDuty", "Security Hub Exposure Detection")) {
        assertThat(
                Ruler.matchesRule(
                    ocsfEvent(product, "CRITICAL", "New", "Create"),
                    pattern(FindingSource.SECURITYHUB_V2, Severity.INFORMATIONAL, delivery)))
            .isFalse();
      }
    }
  }

  @Test
  void anOcsfFindingWithoutAnActivityIsOpen() throws Exception {
    String event =
        ocsfEvent("Inspector", "CRITICAL", "New", "Create")
            .replace("\"activity_name\": \"Create\",", "");
    assertThat(event).doesNotContain("activity_name");
    assertThat(
            Ruler.matchesRule(event, pattern(FindingSource.SECURITYHUB_V2, Severity.HIGH, NATIVE)))
        .isTrue();
  }

  @Test
  void otherEventsOfInspectorAreNotTaken() throws Exception {
    assertThat(
            Ruler.matchesRule(
                inspectorEvent("CRITICAL", "ACTIVE")
                    .replace("Inspector2 Finding", "Inspector2 Coverage"),
                pattern(FindingSource.INSPECTOR, Severity.INFORMATIONAL, NATIVE)))
        .isFalse();
  }

  /**
   * The fields of a pattern with what each may be, but for alternatives and EPSS, which may be any
   * text.
   */
  private static void addFields(String path, JsonNode pattern, Map<String, JsonNode> fields) {
    pattern
        .propertyStream()
        .filter(it -> !it.getKey().equals("$or"))
        .filter(it -> !it.getKey().matches("epss|EpssScore"))
        .forEach(
            it -> {
              String here = path + "/" + it.getKey().replace("/", "~1");
              if (it.getValue().isArray()) {
                fields.put(here, it.getValue());
              } else {
                addFields(here, it.getValue(), fields);
              }
            });
  }

  /** The objects of an event that have a field, at a path of a pattern. */
  private static List<ObjectNode> parents(JsonNode node, List<String> path) {
    if (node.isArray()) {
      return node.valueStream().flatMap(it -> parents(it, path).stream()).toList();
    }
    return path.isEmpty()
        ? List.of((ObjectNode) node)
        : parents(node.path(path.get(0)), path.subList(1, path.size()));
  }

  @ParameterizedTest
  @EnumSource
  void eachFieldOfAPatternDecides(FindingSource source) throws Exception {
    Settings settings =
        FilteredFindings.settings(
            source,
            FilteredFindings.yaml(
                "{accountIds: ['123456789012'], scanTypes: [EC2], findingTypes: [PACKAGE_VULNERABILITY],"
                    + " fixAvailable: true, exploitAvailable: true, resourceTags: {team: shop}}"));
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    String pattern =
        EventPattern.json(source, settings.routes().get(0), NATIVE, List.of("us-east-1"));
    addFields("", new JsonMapper().readTree(pattern), fields);
    assertThat(fields).hasSizeGreaterThan(8);
    for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
      List<String> path = List.of(field.getKey().substring(1).split("/"));
      String name = path.get(path.size() - 1);
      boolean mayBeAbsent = field.getValue().toString().contains("{\"exists\":false}");
      String other =
          field.getValue().toString().contains("anything-but")
              ? field.getValue().findPath("anything-but").toString().replaceAll("[\\[\\]]", "")
              : field.getValue().toString().endsWith("true]") ? "false" : "\"another\"";
      ObjectNode changed = FilteredFindings.with(source, "{exploit: 'YES'}");
      ObjectNode without = changed.deepCopy();
      assertThat(Ruler.matchesRule(changed.toString(), pattern)).isTrue();
      for (ObjectNode parent : parents(changed, path.subList(0, path.size() - 1))) {
        parent.set(name, new JsonMapper().readTree(other));
      }
      for (ObjectNode parent : parents(without, path.subList(0, path.size() - 1))) {
        assertThat(parent.remove(name)).as(field.getKey()).isNotNull();
      }
      assertThat(Ruler.matchesRule(changed.toString(), pattern))
          .as("%s is %s", field.getKey(), other)
          .isFalse();
      assertThat(Ruler.matchesRule(without.toString(), pattern))
          .as("without %s", field.getKey())
          .isEqualTo(mayBeAbsent);
    }
  }

  @Test
  void labelsJoinedInOneTextMatchNothing() throws Exception {
    String joined =
        pattern(FindingSource.INSPECTOR, Severity.MEDIUM, NATIVE)
            .replace("\"MEDIUM\",\"HIGH\",\"CRITICAL\"", "\"MEDIUM,HIGH,CRITICAL\"");
    assertThat(joined).contains("[\"MEDIUM,HIGH,CRITICAL\"]");
    for (Severity severity : Severity.values()) {
      assertThat(Ruler.matchesRule(inspectorEvent(severity.name(), "ACTIVE"), joined)).isFalse();
    }
  }

  @Test
  void thePatternsAreWrittenAsEventBridgeExpectsThem() {
    assertThat(pattern(FindingSource.INSPECTOR, Severity.HIGH, NATIVE))
        .isEqualTo(
            """
            {"source":["aws.inspector2"],"detail-type":["Inspector2 Finding"],"detail":{"status":["ACTIVE"],"severity":["HIGH","CRITICAL"]}}""");
    assertThat(pattern(FindingSource.SECURITYHUB, Severity.HIGH, NATIVE))
        .isEqualTo(
            """
            {"source":["aws.securityhub"],"detail-type":["Security Hub Findings - Imported"],"detail":{"findings":{"ProductName":["Inspector"],"RecordState":["ACTIVE"],"Workflow":{"Status":["NEW"]},"Severity":{"Label":["HIGH","CRITICAL"]}}}}""");
    assertThat(pattern(FindingSource.SECURITYHUB_V2, Severity.HIGH, NATIVE))
        .isEqualTo(
            """
            {"source":["aws.securityhub"],"detail-type":["Findings Imported V2"],"detail":{"findings":{"metadata":{"product":{"name":["Inspector"]}},"status":["New","In Progress"],"activity_name":[{"exists":false},{"anything-but":"Close"}],"severity":["High","Critical"]}}}""");
  }

  private static String ocsfEvent(String product, String label, String status, String activity) {
    return """
        {"source": "aws.securityhub", "detail-type": "Findings Imported V2",
         "account": "123456789012", "region": "eu-west-1",
         "detail": {"findings": [{"metadata": {"product": {"name": "%s", "vendor_name": "AWS"}},
           "class_uid": 2002, "severity": "%s", "status": "%s", "activity_name": "%s",
           "finding_info": {"related_events": [{"product": {"name": "Inspector"}}]}}]}}
        """
        .formatted(
            product,
            label.charAt(0) + label.substring(1).toLowerCase(Locale.ROOT),
            status,
            activity);
  }

  private static String inspectorEvent(String severity, String status) {
    return """
        {"source": "aws.inspector2", "detail-type": "Inspector2 Finding",
         "account": "123456789012", "region": "eu-west-1",
         "detail": {"severity": "%s", "status": "%s", "type": "PACKAGE_VULNERABILITY"}}
        """
        .formatted(severity, status);
  }

  private static String securityHubEvent(
      String product, String label, String workflow, String recordState) {
    return """
        {"source": "aws.securityhub", "detail-type": "Security Hub Findings - Imported",
         "account": "123456789012", "region": "eu-west-1",
         "detail": {"findings": [{"ProductName": "%s", "CompanyName": "Amazon",
           "Severity": {"Label": "%s", "Normalized": 70}, "Workflow": {"Status": "%s"},
           "RecordState": "%s"}]}}
        """
        .formatted(product, label, workflow, recordState);
  }
}
