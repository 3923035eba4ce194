package inspectorslack.companion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A field of Inspector's answers that messages or filters use, and what it has to be. Fields that
 * AWS adds are ignored.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_FindingDetail.html">Inspector
 *     API Reference, FindingDetail</a>
 */
record AnswerField(String parent, String name, Kind kind) {
  static final List<AnswerField> OF_DETAILS =
      List.of(
          new AnswerField("", "cisaData", Kind.OBJECT),
          new AnswerField("/cisaData", "dateAdded", Kind.TIME),
          new AnswerField("/cisaData", "dateDue", Kind.TIME),
          new AnswerField("/cisaData", "action", Kind.TEXT),
          new AnswerField("", "exploitObserved", Kind.OBJECT),
          new AnswerField("/exploitObserved", "lastSeen", Kind.TIME),
          new AnswerField("", "referenceUrls", Kind.LIST));
  static final List<AnswerField> OF_IMAGE =
      List.of(
          new AnswerField("", "inUseCount", Kind.COUNT),
          new AnswerField("", "lastInUseAt", Kind.TIME),
          new AnswerField("", "imageTags", Kind.LIST));

  // The CVE Program has existed for about as long, so an earlier time is a number of another kind.
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

  /** What the value of a field has to be. */
  enum Kind {
    OBJECT("an object"),
    LIST("a list"),
    TEXT("a string"),
    COUNT("a number of tasks and pods"),
    TIME("a time such as 2026-11-16T10:00:00Z, or seconds since 1970");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    private boolean takes(JsonNode value) {
      return switch (this) {
        case OBJECT -> value.isObject();
        case LIST -> value.isArray();
        case TEXT -> value.isTextual();
        case COUNT -> value.isIntegralNumber() && value.asLong() >= 0;
        case TIME ->
            ListedTime.any(value)
                .filter(time -> !ListedTime.day(time).isBefore(EARLIEST))
                .isPresent();
      };
    }
  }

  /**
   * Checks an answer.
   *
   * @param place of the answer, for the message
   * @throws InvalidInput if a field is something else, or spelled in other letters
   */
  static void check(String place, JsonNode answer, List<AnswerField> fields) {
    for (AnswerField field : fields) {
      JsonNode parent = answer.at(field.parent);
      Optional<String> other =
          parent
              .propertyStream()
              .map(it -> it.getKey())
              .filter(it -> it.equalsIgnoreCase(field.name) && !it.equals(field.name))
              .findFirst();
      if (other.isPresent()) {
        throw new InvalidInput(
            "%s has the field %s; expected it to be %s".formatted(place, other.get(), field.name));
      }
      JsonNode value = parent.path(field.name);
      if (!value.isMissingNode() && !value.isNull() && !field.kind.takes(value)) {
        throw new InvalidInput(
            "%s: %s is %s; expected %s"
                .formatted(
                    place,
                    field.name,
                    value.isContainerNode() ? "a list or an object" : value,
                    field.kind.expected));
      }
    }
  }
}
