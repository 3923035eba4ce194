package inspectorslack.companion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The main fields of a finding, from an event of any source. A field that the event lacks is empty.
 *
 * @param severity label, such as {@code HIGH}
 * @param findingArn the same for every event about one finding
 * @param title one line
 * @param account twelve digits
 * @param region such as {@code eu-central-1}
 * @param resource type and id of the first resource
 */
public record FindingEvent(
    Optional<String> severity,
    Optional<String> findingArn,
    Optional<String> title,
    Optional<String> account,
    Optional<String> region,
    Optional<String> resource) {

  private static final int LONGEST = 100;

  private static final Pattern INSPECTOR_ARN =
      Pattern.compile("arn:[^:]+:inspector2:([a-z0-9-]+):[0-9]+:finding/.+");

  /** The Region that Inspector's ARN of the finding names; empty if the ARN is another. */
  public Optional<String> regionOfArn() {
    return findingArn.flatMap(FindingEvent::regionOf);
  }

  static Optional<String> regionOf(String arn) {
    return Optional.of(INSPECTOR_ARN.matcher(arn)).filter(Matcher::matches).map(it -> it.group(1));
  }

  public static FindingEvent of(JsonNode event) {
    JsonNode detail = event.path("detail");
    JsonNode imported = detail.path("findings").path(0);
    if (imported.has("finding_info")) {
      JsonNode resource = imported.path("resources").path(0);
      JsonNode info = imported.path("finding_info");
      return new FindingEvent(
          text(imported.path("severity")).map(it -> it.toUpperCase(Locale.ROOT)),
          text(info.path("uid")),
          text(info.path("title")),
          text(imported.at("/cloud/account/uid")).or(() -> text(event.path("account"))),
          text(imported.at("/cloud/region")).or(() -> text(event.path("region"))),
          both(resource.path("type"), resource.path("uid")));
    }
    if (imported.isObject()) {
      JsonNode resource = imported.path("Resources").path(0);
      return new FindingEvent(
          text(imported.path("Severity").path("Label")),
          text(imported.path("Id")),
          text(imported.path("Title")),
          text(imported.path("AwsAccountId")).or(() -> text(event.path("account"))),
          text(imported.path("Region")).or(() -> text(event.path("region"))),
          both(resource.path("Type"), resource.path("Id")));
    }
    JsonNode resource = detail.path("resources").path(0);
    return new FindingEvent(
        text(detail.path("severity")),
        text(detail.path("findingArn")),
        text(detail.path("title")),
        text(detail.path("awsAccountId")).or(() -> text(event.path("account"))),
        text(resource.path("region")).or(() -> text(event.path("region"))),
        both(resource.path("type"), resource.path("id")));
  }

  /** Why a finding isn't one in Security Hub's formats; empty if it may be one. */
  public static Optional<String> flawOfImported(JsonNode finding) {
    return Stream.of("Severity", "Workflow", "finding_info", "metadata")
        .filter(field -> finding.has(field) && !finding.path(field).isObject())
        .map(field -> otherThan("an object", field, finding.path(field)))
        .findFirst();
  }

  /** Says that a field has a value of another kind than expected. */
  public static String otherThan(String expected, String field, JsonNode value) {
    return "%s is %s; expected %s".formatted(field, inWords(value), expected);
  }

  private static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case MISSING -> "absent";
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
      case OBJECT -> "an object";
      case STRING -> value.asText().isEmpty() ? "empty" : quoted(value.asText());
      default -> value.asText();
    };
  }

  private static String quoted(String text) {
    String shown = Terminal.exact(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    return (shown.startsWith("\"") ? shown : '"' + shown + '"')
        + (text.length() > LONGEST ? "…" : "");
  }

  private static Optional<String> both(JsonNode type, JsonNode id) {
    return text(type)
        .map(typeText -> text(id).map(idText -> typeText + " " + idText).orElse(typeText))
        .or(() -> text(id));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() && !node.asText().isBlank()
        ? Optional.of(node.asText())
        : Optional.empty();
  }
}
