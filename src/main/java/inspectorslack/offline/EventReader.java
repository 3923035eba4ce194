package inspectorslack.offline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events one after the other from JSON text: an array of objects, objects on a line each, or
 * objects over several lines. Holds one record at a time. A record that is no JSON object is handed
 * on as such, and reading goes on behind it wherever the next record can be told.
 */
final class EventReader {
  /** What stands at one place of a file; numbered from 1. */
  sealed interface Entry {
    int number();
  }

  /** A JSON object, an event or not. */
  record Parsed(int number, JsonNode event) implements Entry {}

  /** No JSON object, and what is wrong with it. */
  record Malformed(int number, String problem) implements Entry {}

  // EventBridge takes events up to 1 MB; what is longer is another kind of file.
  private static final int LONGEST_RECORD = 4 << 20;

  private static final JsonMapper JSON = new JsonMapper();
  private static final ObjectReader WHOLE =
      JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Consumer<Entry> consumer;
  private final StringBuilder pending = new StringBuilder();
  private int number;

  private EventReader(Consumer<Entry> consumer) {
    this.consumer = consumer;
  }

  /**
   * Hands every record of a text on, in order.
   *
   * @param in UTF-8; read to its end, not closed
   * @throws IOException if {@code in} cannot be read
   */
  static void read(InputStream in, Consumer<Entry> consumer) throws IOException {
    BufferedReader text =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    EventReader reader = new EventReader(consumer);
    if (firstCharacter(text) == '[') {
      reader.readArray(text);
    } else {
      reader.readLines(text);
    }
    if (reader.number == 0) {
      reader.malformed("no events in it");
    }
  }

  // Leaves the text at the first character that is neither blank nor a byte order mark.
  private static int firstCharacter(BufferedReader text) throws IOException {
    int character;
    do {
      text.mark(1);
      character = text.read();
    } while (Character.isWhitespace(character) || character == '\uFEFF');
    text.reset();
    return character;
  }

  private void readArray(BufferedReader text) throws IOException {
    try (JsonParser parser =
        JSON.getFactory().createParser(text).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      parser.nextToken();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          JsonNode event = JSON.readTree(parser);
          consumer.accept(new Parsed(++number, event));
        } else {
          parser.skipChildren();
          malformed("not an event: " + kind(token));
        }
      }
      if (parser.nextToken() != null) {
        malformed("not an event: more text after the end of the array");
      }
    } catch (JsonProcessingException e) {
      malformed(problem(e) + " of the file; the rest of the array cannot be read");
    }
  }

  private void readLines(BufferedReader text) throws IOException {
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      boolean isFirst = pending.isEmpty();
      if (isFirst && line.isBlank()) {
        continue;
      }
      // An object begins here, so what came before is whole or was cut off, unless it was about to
      // hold an object itself.
      if (!isFirst && line.startsWith("{") && !expectsValue()) {
        emit(true);
        isFirst = true;
      }
      pending.append(line).append('\n');
      if (pending.length() > LONGEST_RECORD) {
        malformed("longer than any event; a list of findings goes to 'forecast'");
        return;
      }
      if (isFirst || line.startsWith("}")) {
        emit(false);
      }
    }
    emit(true);
  }

  private boolean expectsValue() {
    int last = pending.length() - 1;
    while (last >= 0 && Character.isWhitespace(pending.charAt(last))) {
      last--;
    }
    return last >= 0 && ":,[".indexOf(pending.charAt(last)) >= 0;
  }

  /** Hands on what is pending; if more of it may follow, only once it is whole. */
  private void emit(boolean isAll) {
    if (pending.isEmpty()) {
      return;
    }
    try {
      JsonNode event = WHOLE.readTree(pending.toString());
      if (event.isObject()) {
        consumer.accept(new Parsed(++number, event));
      } else {
        malformed("not an event: " + kind(event.asToken()));
      }
    } catch (JsonEOFException e) {
      if (!isAll) {
        return;
      }
      malformed(problem(e) + " of the record");
    } catch (JsonProcessingException e) {
      malformed(problem(e) + " of the record");
    }
    pending.setLength(0);
  }

  private void malformed(String problem) {
    consumer.accept(new Malformed(++number, problem));
  }

  private static String problem(JsonProcessingException e) {
    return "no valid JSON: %s, in line %d, column %d"
        .formatted(said(e), e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** The parser's complaint, without its list of what else there might be. */
  static String said(JsonProcessingException e) {
    return Terminal.clean(e.getOriginalMessage()).replaceFirst(": was expecting .*", "");
  }

  private static String kind(@Nullable JsonToken token) {
    return switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
      case START_ARRAY -> "a JSON array";
      case VALUE_STRING -> "a JSON text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a JSON number";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a JSON boolean";
      default -> "no JSON object";
    };
  }
}
