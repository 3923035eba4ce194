package inspectorslack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.config.FindingSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Events for tests: the bundled samples, and findings that are made of one. */
public final class SampleFindings {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Path DETAILS = Path.of("src/main/resources/sample-details.json");

  private SampleFindings() {}

  /** A bundled sample, by its name such as {@code inspector-ec2-package}. */
  public static ObjectNode sample(String name) {
    Path file = Path.of("src/main/resources/samples", name + ".json");
    try {
      return (ObjectNode) JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  /** What Inspector answers when it's asked for details of the samples' findings. */
  public static InspectorDetails details() throws IOException {
    InspectorDetails details = new InspectorDetails();
    try (InputStream in = Files.newInputStream(DETAILS)) {
      details.read(in);
    }
    return details;
  }

  /** The same as the AWS CLI prints it, by the name of the list. */
  public static List<JsonNode> answers(String list) throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    try (MappingIterator<JsonNode> pages =
        JSON.readerFor(JsonNode.class).readValues(DETAILS.toFile())) {
      pages.forEachRemaining(page -> page.path(list).forEach(answers::add));
    }
    return answers;
  }

  /** The findings of which it answers something. */
  public static Set<String> arnsWithDetails() throws IOException {
    return Pattern.compile("arn:aws:inspector2:[^\"]+")
        .matcher(Files.readString(DETAILS))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** The source of a bundled sample of a finding, which its name begins with. */
  public static FindingSource source(String name) {
    return Arrays.stream(FindingSource.values())
        .filter(source -> name.startsWith(source + "-"))
        .max(Comparator.comparingInt(source -> source.toString().length()))
        .orElseThrow();
  }

  /**
   * An open finding of Inspector's.
   *
   * @param arn the finding's, by which it is known again
   * @param time of the event, such as 2026-11-16T10:00:00Z
   */
  public static ObjectNode finding(String arn, String severity, String time) {
    ObjectNode event = sample("inspector-ec2-package").put("time", time);
    detail(event).put("findingArn", arn).put("severity", severity);
    return event;
  }

  /** An open finding of a vulnerability of its own, as one of the sources sends it. */
  public static ObjectNode finding(FindingSource source, String arn, String severity, String time) {
    ObjectNode sample = sample(source + "-ec2-package").put("time", time);
    try {
      ObjectNode event =
          (ObjectNode)
              JSON.readTree(
                  sample
                      .toString()
                      .replaceAll("\"arn:aws:inspector2:[^\"]*\"", "\"" + arn + "\"")
                      .replace("CVE-2026-00001", "CVE-of-" + arn));
      JsonNode imported = event.at("/detail/findings/0");
      switch (source) {
        case INSPECTOR -> detail(event).put("severity", severity);
        case SECURITYHUB -> ((ObjectNode) imported.get("Severity")).put("Label", severity);
        case SECURITYHUB_V2 ->
            ((ObjectNode) imported)
                .put(
                    "severity",
                    severity.charAt(0) + severity.substring(1).toLowerCase(Locale.ROOT));
      }
      return event;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The same finding, of another vulnerability. */
  public static ObjectNode withVulnerability(ObjectNode event, String vulnerability) {
    detail(event).withObject("packageVulnerabilityDetails").put("vulnerabilityId", vulnerability);
    return event;
  }

  /** The same finding, which Inspector has closed. */
  public static ObjectNode closed(ObjectNode event) {
    detail(event).put("status", "CLOSED");
    return event;
  }

  public static ObjectNode detail(ObjectNode event) {
    return (ObjectNode) event.get("detail");
  }
}
