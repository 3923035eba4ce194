package inspectorslack.companion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

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
