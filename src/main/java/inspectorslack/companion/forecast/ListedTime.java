package inspectorslack.companion.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times in lists of findings. */
final class ListedTime {
  private ListedTime() {}

  /** A time after 1970 that isn't in the future. */
  static Optional<Instant> of(JsonNode time) {
    return parsed(time)
        .filter(it -> day(it).isAfter(LocalDate.EPOCH))
        .filter(it -> !day(it).isAfter(LocalDate.now(ZoneOffset.UTC)));
  }

  static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  // The AWS CLI prints ISO times, or seconds since 1970 with version 1 or if configured so.
  private static Optional<Instant> parsed(JsonNode time) {
    try {
      return Optional.of(
          time.isNumber()
              ? Instant.ofEpochSecond(time.asLong())
              : Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(time.asText())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
