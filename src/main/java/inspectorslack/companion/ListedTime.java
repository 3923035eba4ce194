package inspectorslack.companion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times as the AWS CLI prints them. */
public final class ListedTime {
  private ListedTime() {}

  /** A time after 1970 that isn't in the future. */
  public static Optional<Instant> of(JsonNode time) {
    return any(time)
        .filter(it -> day(it).isAfter(LocalDate.EPOCH))
        .filter(it -> !day(it).isAfter(LocalDate.now(ZoneOffset.UTC)));
  }

  public static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /**
   * Any time. The CLI prints ISO times; version 1, or a setting, makes it print seconds since 1970.
   */
  static Optional<Instant> any(JsonNode time) {
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
