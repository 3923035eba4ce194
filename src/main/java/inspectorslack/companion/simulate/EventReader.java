package inspectorslack.companion.simulate;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.BoundedLines;
import inspectorslack.companion.InvalidInput;
import inspectorslack.companion.JsonText;
import inspectorslack.companion.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events one after the other from JSON text: an array of objects, objects on a line each, or
 * objects over several lines. Holds one record at a time. A record that isn't a JSON object is
 * reported as such, and reading continues at the next line that begins an object. Each event in an
 * {@link Envelope} is a record.
 */
final class EventReader {
  /** One record of a file, numbered from 1. */
  sealed interface Entry {
    int number();
  }

  /** A JSON object, an event or not. */
  record Parsed(int number, JsonNode event) implements Entry {}

  /** A record that isn't a JSON object, and what's wrong with it. */
  record Malformed(int number, String problem) implements Entry {}

  // EventBridge takes events up to 1 MB; what is longer is another kind of file.
  private static final int LONGEST_RECORD = 4 << 20;

  // A file of another kind would fill the screen, a line for each of its own.
  private static final int MOST_MALFORMED_AT_FIRST = 20;

  private final Consumer<Entry> consumer;
  private final List<String> pending = new ArrayList<>();
  private int pendingLength;
  private int line;
  private int firstLine;
  private int number;
  private boolean isAnyParsed;
  private final Set<String> envelopes = new LinkedHashSet<>();

  private EventReader(Consumer<Entry> consumer) {
    this.consumer = consumer;
  }

  /**
   * Hands every record of a text on, in order.
   *
   * @param in UTF-8; read to its end, not closed
   * @return the kinds of envelopes that held events
   * @throws IOException if {@code in} cannot be read
   */
  static Set<String> read(InputStream in, Consumer<Entry> consumer) throws IOException {
    EventReader reader = new EventReader(consumer);
    try {
      reader.readText(new BufferedReader(Utf8.reader(in), 1 << 16));
    } catch (InvalidInput e) {
      reader.malformed("" + e.getMessage());
    }
    return reader.envelopes;
  }

  private void readText(BufferedReader text) throws IOException {
    if (firstCharacter(text) == '[') {
      readArray(text);
    } else {
      readLines(new BoundedLines("", text, LONGEST_RECORD), false);
    }
    if (number == 0) {
      malformed("no events in it");
    }
  }

  // Leaves the text at the first character that isn't blank.
  private int firstCharacter(BufferedReader text) throws IOException {
    int character = ' ';
    while (Character.isWhitespace(character)) {
      line += character == '\n' ? 1 : 0;
      text.mark(1);
      character = text.read();
    }
    text.reset();
    return character;
  }

  private void readArray(BufferedReader text) throws IOException {
    try (JsonParser parser = JsonText.parser(text).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      int linesBefore = line;
      try {
        parser.nextToken();
        for (JsonToken token = parser.nextToken();
            token != JsonToken.END_ARRAY;
            token = parser.nextToken()) {
          if (token == JsonToken.START_OBJECT) {
            parsed(JsonText.read(parser));
          } else {
            JsonText.skip(parser);
            malformed("not an event: " + kind(token));
          }
        }
        if (parser.nextToken() != null) {
          malformed("not an event: more text after the end of the array");
        }
      } catch (JsonProcessingException e) {
        malformed(JsonText.problem(e, linesBefore));
        StringWriter rest = new StringWriter();
        parser.releaseBuffered(rest);
        JsonLocation location = e.getLocation();
        line = linesBefore + (location == null ? 0 : location.getLineNr() - 1);
        readLines(new BoundedLines(rest.toString(), text, LONGEST_RECORD), true);
      }
    }
  }

  /**
   * Reads objects that begin on lines of their own.
   *
   * @param isTorn whether what comes first belongs to a record that was given up; such records
   *     stand in an array, so a comma may follow each
   */
  private void readLines(BoundedLines lines, boolean isTorn) throws IOException {
    boolean isLost = isTorn;
    for (String text = lines.next(); text != null; text = lines.next()) {
      line++;
      isLost = isLost && !beginsObject(text, Integer.MAX_VALUE);
      if (isLost) {
        continue;
      }
      add(text);
      if (pendingLength > LONGEST_RECORD) {
        malformed("too long for an event; for a list of findings, use 'forecast'");
        clear();
        isLost = true;
      }
      if (!isAnyParsed && number >= MOST_MALFORMED_AT_FIRST) {
        malformed("the rest of the file was not read");
        return;
      }
    }
    if (!pending.isEmpty()) {
      emit(true);
    }
  }

  private void add(String text) {
    // Where an object begins, what came before is whole or was cut off, unless it was just about
    // to hold an object itself.
    if (!pending.isEmpty() && beginsObject(text, indent(pending.get(0))) && !expectsValue()) {
      emit(true);
    }
    boolean isFirst = pending.isEmpty();
    if (isFirst) {
      if (text.isBlank() || text.strip().equals("]")) {
        return;
      }
      firstLine = line;
    }
    pending.add(text);
    pendingLength += text.length() + 1;
    if (isFirst
        || (text.stripLeading().startsWith("}") && indent(text) <= indent(pending.get(0)))) {
      emit(false);
    }
  }

  private static boolean beginsObject(String text, int mostIndent) {
    int indent = indent(text);
    return indent < text.length() && text.charAt(indent) == '{' && indent <= mostIndent;
  }

  private static int indent(String text) {
    int indent = 0;
    while (indent < text.length() && Character.isWhitespace(text.charAt(indent))) {
      indent++;
    }
    return indent;
  }

  private boolean expectsValue() {
    String last = pending.get(pending.size() - 1).stripTrailing();
    return last.endsWith(":") || last.endsWith(",") || last.endsWith("[");
  }

  /** Hands on what is pending; if more of it may follow, only once it is whole. */
  private void emit(boolean isAll) {
    String text = String.join("\n", pending).stripTrailing();
    int end = text.endsWith(",") ? text.length() - 1 : text.length();
    List<JsonNode> values = new ArrayList<>();
    try (JsonParser parser = JsonText.parser(text.substring(0, end))) {
      while (parser.nextToken() != null) {
        values.add(JsonText.read(parser));
      }
    } catch (IOException e) {
      if (e instanceof JsonEOFException && !isAll) {
        return;
      }
      handOn(values);
      malformed(JsonText.problemOfOutput(e, firstLine - 1));
      again();
      return;
    }
    handOn(values);
    clear();
  }

  /** Gives up the record that is pending, but not one that it may have swallowed. */
  private void again() {
    List<String> lines = List.copyOf(pending);
    clear();
    int next = 1;
    while (next < lines.size() && !beginsObject(lines.get(next), indent(lines.get(0)))) {
      next++;
    }
    int last = line;
    for (int i = next; i < lines.size(); i++) {
      line = last - lines.size() + 1 + i;
      add(lines.get(i));
    }
    line = last;
  }

  private void handOn(List<JsonNode> values) {
    for (JsonNode value : values) {
      if (value.isObject()) {
        parsed(value);
      } else {
        malformed("not an event: " + kind(value.asToken()));
      }
    }
  }

  private void clear() {
    pending.clear();
    pendingLength = 0;
  }

  private void parsed(JsonNode value) {
    Envelope envelope = Envelope.of(value);
    if (envelope == null) {
      isAnyParsed = true;
      consumer.accept(new Parsed(++number, value));
      return;
    }
    envelopes.add(envelope.kind());
    if (envelope.contents().isEmpty()) {
      malformed("no events in its %s".formatted(envelope.kind()));
    }
    for (JsonNode content : envelope.contents()) {
      try {
        JsonNode event = unpacked(content);
        if (event instanceof ObjectNode object && object.path("detail").isTextual()) {
          object.set("detail", unpacked(object.get("detail")));
        }
        if (event.isMissingNode()) {
          malformed("an %s without its body".formatted(envelope.kind()));
        } else if (event.isObject()) {
          parsed(event);
        } else {
          malformed(
              "within its %s: not an event: %s".formatted(envelope.kind(), kind(event.asToken())));
        }
      } catch (InvalidInput e) {
        malformed("within its %s: %s".formatted(envelope.kind(), e.getMessage()));
      } catch (IOException e) {
        malformed("within its %s: %s".formatted(envelope.kind(), JsonText.problem(e, 0)));
      }
    }
  }

  /** The JSON that a text holds; anything but a text is returned unchanged. */
  private static JsonNode unpacked(JsonNode content) throws IOException {
    if (!content.isTextual() || content.asText().isBlank()) {
      return content;
    }
    try (JsonParser parser = JsonText.parser(content.asText())) {
      JsonNode value = JsonText.read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidInput("more than one JSON value");
      }
      return value;
    }
  }

  private void malformed(String problem) {
    consumer.accept(new Malformed(++number, problem));
  }

  private static String kind(@Nullable JsonToken token) {
    return switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
      case START_ARRAY -> "a JSON array";
      case VALUE_STRING -> "a JSON string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a JSON number";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a JSON boolean";
      default -> "not a JSON object";
    };
  }
}
