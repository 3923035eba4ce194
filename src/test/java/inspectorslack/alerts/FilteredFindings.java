package inspectorslack.alerts;

import static inspectorslack.SampleFindings.sample;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.SettingsText;
import inspectorslack.config.FindingSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Routes with filters, and findings for them, written as YAML in the tables of tests. */
public final class FilteredFindings {
  /** A filter of a route, a finding of a source, and whether the route takes it. */
  public record Case(FindingSource source, String filter, String what, boolean isTaken) {}

  /** An EC2 instance's package finding with other values, ~ for none, and whether it is taken. */
  private static final String VALUES =
      """
      {accountIds: ["123456789012"]} | {account: "123456789012"} | x
      {accountIds: ["123456789012"]} | {account: "210987654321"} | -
      {accountIds: ["123456789012", "210987654321"]} | {account: "210987654321"} | x
      {resourceTags: {team: shop}} | {team: shop} | x
      {resourceTags: {team: shop}} | {team: billing} | -
      {resourceTags: {team: shop}} | {team: Shop} | -
      {resourceTags: {team: shop}} | {team: ~} | x
      {resourceTags: {team: shop}, requireKnown: true} | {team: shop} | x
      {resourceTags: {team: shop}, requireKnown: true} | {team: billing} | -
      {resourceTags: {team: shop}, requireKnown: true} | {team: ~} | -
      {resourceTags: {team: shop, env: prod}} | {team: shop, env: prod} | x
      {resourceTags: {team: shop, env: prod}} | {team: shop, env: dev} | -
      {resourceTags: {team: shop, env: prod}} | {team: shop, env: ~} | x
      {resourceTags: {team: shop, env: prod}, requireKnown: true} | {team: shop, env: ~} | -
      {resourceTags: {shop.example/team: a b}} | {shop.example/team: a b} | x
      {resourceTags: {shop.example/team: a b}} | {shop.example/team: a} | -
      {resourceTags: {aws:cloudformation:stack-name: web}} | {aws:cloudformation:stack-name: web} | x
      {resourceTags: {aws:cloudformation:stack-name: web}} | {aws:cloudformation:stack-name: shop} | -
      {fixAvailable: true} | {fix: "YES"} | x
      {fixAvailable: true} | {fix: PARTIAL} | x
      {fixAvailable: true} | {fix: "NO"} | -
      {fixAvailable: true} | {fix: ~} | x
      {fixAvailable: true, requireKnown: true} | {fix: "YES"} | x
      {fixAvailable: true, requireKnown: true} | {fix: PARTIAL} | x
      {fixAvailable: true, requireKnown: true} | {fix: "NO"} | -
      {fixAvailable: true, requireKnown: true} | {fix: ~} | -
      {fixAvailable: false} | {fix: "NO"} | x
      {exploitAvailable: true} | {exploit: "YES"} | x
      {exploitAvailable: true} | {exploit: "NO"} | -
      {exploitAvailable: true} | {exploit: ~} | x
      {exploitAvailable: true, requireKnown: true} | {exploit: "YES"} | x
      {exploitAvailable: true, requireKnown: true} | {exploit: ~} | -
      {minEpss: 0.1} | {epss: 0.10001} | x
      {minEpss: 0.1} | {epss: 0.1} | x
      {minEpss: 0.1} | {epss: 0.09999} | -
      {minEpss: 0.1} | {epss: ~} | x
      {minEpss: 0.1, requireKnown: true} | {epss: 0.9} | x
      {minEpss: 0.1, requireKnown: true} | {epss: 0.00001} | -
      {minEpss: 0.1, requireKnown: true} | {epss: ~} | -
      {minEpss: 0} | {epss: 0} | x
      {minEpss: 1} | {epss: 0.99999} | -
      {minEpss: 1} | {epss: 1} | x
      {minEpss: 1, requireKnown: true} | {epss: 0.99999} | -
      {minEpss: 1, requireKnown: true} | {epss: 1} | x
      {minEpss: 0.5} | {epss: 97} | x
      {minEpss: 0.5, requireKnown: true} | {epss: 97} | -
      {minEpss: 1, requireKnown: true} | {epss: 97} | -
      {requireKnown: true} | {fix: ~, exploit: ~, epss: ~, team: ~} | x
      {fixAvailable: true, minEpss: 0.1} | {fix: "YES", epss: 0.2} | x
      {fixAvailable: true, minEpss: 0.1} | {fix: "NO", epss: 0.2} | -
      {fixAvailable: true, minEpss: 0.1} | {fix: "YES", epss: 0.05} | -
      {fixAvailable: true, minEpss: 0.1} | {fix: ~, epss: ~} | x
      {accountIds: ["123456789012"], exploitAvailable: true, resourceTags: {team: shop}} | {exploit: "YES"} | x
      {accountIds: ["123456789012"], exploitAvailable: true, resourceTags: {team: shop}} | {exploit: "YES", account: "210987654321"} | -
      {accountIds: ["123456789012"], exploitAvailable: true, resourceTags: {team: shop}} | {exploit: "YES", team: billing} | -
      {scanTypes: [EC2, LAMBDA], fixAvailable: true} | {fix: "NO"} | -
      {scanTypes: [EC2, LAMBDA], fixAvailable: true} | {fix: ~} | x
      """;

  private static final Map<String, String> OCSF_COVERAGE =
      Map.of("YES", "Complete", "PARTIAL", "Partial", "NO", "None");

  private static final JsonMapper JSON = new JsonMapper();

  private FilteredFindings() {}

  static List<List<String>> rows(String table) {
    return table
        .lines()
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .toList();
  }

  static Stream<Case> bySource(String filter, String what, String mark) {
    return Arrays.stream(FindingSource.values())
        .map(source -> new Case(source, filter, what, mark.equals("x")));
  }

  /** The findings of the table with other values, from each source. */
  public static Stream<Case> values() {
    return rows(VALUES).stream().flatMap(row -> bySource(row.get(0), row.get(1), row.get(2)));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> yaml(String text) {
    return (Map<String, Object>) new Yaml().load(text);
  }

  /** A stack with one route that takes every severity, as far as its filter does. */
  public static Settings settings(FindingSource source, Map<String, Object> filter) {
    return settings(source, filter, "{}");
  }

  /** The same with more settings. */
  static Settings settings(FindingSource source, Map<String, Object> filter, String more) {
    Map<String, Object> route =
        SettingsText.values(
            "{name: filtered, slackChannelId: C0EXAMPLE00, severityThreshold: INFORMATIONAL}");
    route.putAll(filter);
    Map<String, Object> stack = SettingsText.values("slackWorkspaceId: T0EXAMPLE00");
    stack.put("findingSource", source.toString());
    stack.put("delivery", "curated");
    stack.put("routes", List.of(route));
    stack.putAll(SettingsText.values(more));
    return SettingsText.read(stack);
  }

  /** A sample of a source, such as {@code ec2-package}. */
  static ObjectNode event(FindingSource source, String kind) {
    return sample(source + "-" + kind);
  }

  /** The finding within an event. */
  static ObjectNode finding(FindingSource source, ObjectNode event) {
    return (ObjectNode)
        event.at(source == FindingSource.INSPECTOR ? "/detail" : "/detail/findings/0");
  }

  /** An EC2 instance's finding with other values, as each source writes them. */
  public static ObjectNode with(FindingSource source, String values) {
    ObjectNode event = event(source, "ec2-package");
    ObjectNode finding = finding(source, event);
    if (source == FindingSource.SECURITYHUB_V2) {
      yaml(values).forEach((key, value) -> putOcsf(finding, key, value));
      return event;
    }
    boolean isDirect = source == FindingSource.INSPECTOR;
    ObjectNode vulnerability = isDirect ? finding : (ObjectNode) finding.at("/Vulnerabilities/0");
    yaml(values)
        .forEach(
            (key, value) -> {
              switch (key) {
                case "account" -> put(finding, isDirect ? "awsAccountId" : "AwsAccountId", value);
                case "fix" -> put(vulnerability, isDirect ? "fixAvailable" : "FixAvailable", value);
                case "exploit" ->
                    put(vulnerability, isDirect ? "exploitAvailable" : "ExploitAvailable", value);
                case "epss" -> {
                  ObjectNode epss = isDirect ? finding.putObject("epss") : vulnerability;
                  put(epss, isDirect ? "score" : "EpssScore", value);
                }
                default ->
                    put(
                        (ObjectNode)
                            finding.at(isDirect ? "/resources/0/tags" : "/Resources/0/Tags"),
                        key,
                        value);
              }
            });
    return event;
  }

  private static void putOcsf(ObjectNode finding, String key, Object value) {
    ObjectNode vulnerability = (ObjectNode) finding.at("/vulnerabilities/0");
    switch (key) {
      case "account" -> put((ObjectNode) finding.at("/cloud/account"), "uid", value);
      case "fix" -> {
        put(vulnerability, "fix_coverage", OCSF_COVERAGE.get(String.valueOf(value)));
        // The less favourable of the two that AWS may send with a fix for some packages.
        put(vulnerability, "is_fix_available", value == null ? null : value.equals("YES"));
      }
      case "exploit" ->
          put(vulnerability, "is_exploit_available", value == null ? null : value.equals("YES"));
      case "epss" ->
          put(
              (ObjectNode) vulnerability.at("/cve/epss"),
              "score",
              value == null ? null : value.toString());
      default -> {
        ArrayNode tags = (ArrayNode) finding.at("/resources/0/tags");
        for (int i = tags.size() - 1; i >= 0; i--) {
          if (tags.get(i).get("name").asText().equals(key)) {
            tags.remove(i);
          }
        }
        if (value != null) {
          tags.addObject().put("name", key).put("value", value.toString());
        }
      }
    }
  }

  private static void put(ObjectNode object, String field, Object value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.set(field, JSON.valueToTree(value));
    }
  }
}
