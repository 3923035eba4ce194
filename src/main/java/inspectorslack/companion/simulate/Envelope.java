package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper around events: SQS and SNS messages, as the AWS CLI prints them and as Lambda functions
 * get them, and {@code PutEvents} entries.
 *
 * @param kind the name of one, such as {@code SQS message}
 * @param contents what each holds: JSON as a text, or an event
 */
record Envelope(String kind, List<JsonNode> contents) {
  /** The field of an unwrapped event that names its bus; EventBridge's own events have none. */
  static final String BUS = "EventBusName";

  private static final String SQS = "SQS message";
  private static final String SNS = "SNS message";
  private static final String PUT_EVENTS = "PutEvents entry";

  /** The envelope that an object is; null if it's none. This runs for every event. */
  static @Nullable Envelope of(JsonNode object) {
    if (object.has("detail-type")) {
      return null;
    }
    for (String field : new String[] {"Messages", "Entries"}) {
      if (object.path(field).isNull()) {
        return new Envelope(field, List.of());
      }
    }
    if (object.path("Messages").isArray()) {
      return of(SQS, object.get("Messages"), "/Body");
    }
    JsonNode records = object.path("Records");
    if (records.path(0).has("Sns") || records.path(0).has("body")) {
      return records.path(0).has("Sns")
          ? of(SNS, records, "/Sns/Message")
          : of(SQS, records, "/body");
    }
    if (object.path("Body").isTextual()) {
      return new Envelope(SQS, List.of(object.get("Body")));
    }
    if (object.path("Type").asText().equals("Notification")) {
      return new Envelope(SNS, List.of(object.path("Message")));
    }
    if (object.path("Entries").isArray()) {
      return new Envelope(
          PUT_EVENTS, object.get("Entries").valueStream().map(Envelope::event).toList());
    }
    return object.has("DetailType") ? new Envelope(PUT_EVENTS, List.of(event(object))) : null;
  }

  private static Envelope of(String kind, JsonNode messages, String content) {
    return new Envelope(kind, messages.valueStream().map(it -> it.at(content)).toList());
  }

  /** The event that EventBridge makes of an entry; its time is the call's if it has none. */
  private static JsonNode event(JsonNode entry) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.set("source", entry.path("Source"));
    event.set("detail-type", entry.path("DetailType"));
    event.put("time", entry.path("Time").asText(Instant.now().toString()));
    event.set("detail", entry.path("Detail"));
    if (entry.path("EventBusName").isTextual()) {
      event.set(BUS, entry.get("EventBusName"));
    }
    return event;
  }
}
