package inspectorslack.alerts;

import static inspectorslack.SampleFindings.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.SettingsText;
import inspectorslack.config.FindingSource;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Routes with filters, and findings for them, written as YAML in the tables of tests. */
final class FilteredFindings {
  private FilteredFindings() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> yaml(String text) {
    return (Map<String, Object>) new Yaml().load(text);
  }

  /** A stack with one route that takes every severity, as far as its filter does. */
  static Settings settings(FindingSource source, Map<String, Object> filter) {
    Map<String, Object> route =
        SettingsText.values(
            "{name: filtered, slackChannelId: C0EXAMPLE00, severityThreshold: INFORMATIONAL}");
    route.putAll(filter);
    Map<String, Object> stack = SettingsText.values("slackWorkspaceId: T0EXAMPLE00");
    stack.put("findingSource", source.toString());
    stack.put("routes", List.of(route));
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

  /** An EC2 instance's finding with other values, as either source writes them. */
  static ObjectNode with(FindingSource source, String values) {
    ObjectNode event = event(source, "ec2-package");
    ObjectNode finding = finding(source, event);
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

  private static void put(ObjectNode object, String field, Object value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.putPOJO(field, value);
    }
  }
}
