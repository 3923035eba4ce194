package inspectorslack.companion;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.Serial;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Reads JSON input more strictly than the parser does by default. It rejects ambiguous JSON, and
 * replaces the parser's error messages with ones for users.
 */
public final class JsonText {
  /** Rejects numbers that Java turns into infinity. */
  private static final class FiniteNumbers extends JsonNodeFactory {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public NumericNode numberNode(double number) {
      if (!Double.isFinite(number)) {
        throw new ArithmeticException("a number that's out of range");
      }
      return super.numberNode(number);
    }
  }

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .nodeFactory(new FiniteNumbers())
          .build();

  // ASCII's sign for a garbled character. JSON doesn't allow it anywhere, so the parser stops there
  // and tells the place.
  private static final char SUBSTITUTE = 26;

  private static final int LONGEST_PROBLEM = 200;

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x7F-\\x9F%s]".formatted(Terminal.DIRECTIONS));

  /** What the parser says about a problem, and what the user reads instead. */
  private record Wording(Pattern said, String told) {
    Wording(String said, String told) {
      this(Pattern.compile(said), told);
    }
  }

  private static final Wording[] WORDINGS = {
    new Wording("Unexpected end-of-input.*", "it ends too early"),
    new Wording(
        ".*\\(CTRL-CHAR, code " + (int) SUBSTITUTE + "\\).*",
        "a byte that isn't UTF-8; if it's Latin-1 text, convert it (iconv -f LATIN1 -t UTF-8)"),
    new Wording(".*\\(CTRL-CHAR, code (\\d+)\\).*", "a control character, code $1"),
    new Wording("Duplicate field '(.*?)'.*", "the field \"$1\" appears twice in one object"),
    new Wording("Non-standard token '(.*?)'.*", "$1 isn't a JSON number"),
    new Wording(".*\\(non-standard\\) comment.*", "a comment, which JSON doesn't have"),
    new Wording("Document nesting depth.*", "nested more than 1000 levels deep"),
    new Wording("(String|Name|Number)( value)? length.*", "a value that's too long"),
    // The parser's lists of what else there might be, its settings and its references to the text.
    new Wording(
        "(: was expecting |: expected a valid | \\(start marker | \\(for | ?\\[Source: |, for |: enable ).*",
        "")
  };

  private JsonText() {}

  /**
   * The characters of a text in UTF-8.
   *
   * @throws InvalidInput if it's plainly something else
   */
  public static Reader reader(InputStream bytes) throws IOException {
    PushbackInputStream in = new PushbackInputStream(bytes, 4);
    byte[] first = in.readNBytes(4);
    // The byte order mark of UTF-8 isn't part of the text.
    boolean isMarked =
        first.length > 2
            && Arrays.equals(
                Arrays.copyOf(first, 3), new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    in.unread(first, isMarked ? 3 : 0, first.length - (isMarked ? 3 : 0));
    // Of four bytes of ASCII text, UTF-32 has three that are 0, or two and a mark.
    int zeros = 0;
    for (byte each : first) {
      zeros += each == 0 ? 1 : 0;
    }
    boolean hasMark = first.length == 4 && zeros == 2 && (first[0] == 0) == (first[1] == 0);
    if (zeros == 3 || hasMark) {
      throw new InvalidInput("UTF-32 text; convert it first (iconv -f UTF-32 -t UTF-8)");
    }
    if (first.length > 1) {
      int start = (first[0] & 0xFF) << 8 | (first[1] & 0xFF);
      if (start == 0x1F8B) {
        throw new InvalidInput("compressed with gzip; unpack it first (gunzip -c)");
      }
      if (start == 0x504B) {
        throw new InvalidInput("a zip archive; unpack it first (unzip -p)");
      }
      // Without a mark, every other byte of ASCII text is 0.
      if (start == 0xFEFF || start == 0xFFFE || (first[0] == 0) != (first[1] == 0)) {
        throw new InvalidInput("UTF-16 text; convert it first (iconv -f UTF-16 -t UTF-8)");
      }
    }
    return new InputStreamReader(
        in,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(SUBSTITUTE)));
  }

  public static JsonParser parser(Reader text) throws IOException {
    return JSON.createParser(text);
  }

  public static JsonParser parser(String text) throws IOException {
    return JSON.createParser(text);
  }

  /** The value at which a parser stands, or is about to. */
  public static JsonNode read(JsonParser parser) throws IOException {
    try {
      return JSON.readTree(parser);
    } catch (ArithmeticException e) {
      throw new JsonParseException(parser, e.getMessage());
    } catch (StreamConstraintsException e) {
      throw withPlace(parser, e);
    }
  }

  /** Passes over the value at which a parser stands, however long it is. */
  public static void skip(JsonParser parser) throws IOException {
    try {
      parser.skipChildren();
    } catch (StreamConstraintsException e) {
      throw withPlace(parser, e);
    }
  }

  private static JsonParseException withPlace(JsonParser parser, StreamConstraintsException e) {
    return new JsonParseException(parser, e.getOriginalMessage());
  }

  /** JSON in which what could drive a terminal is escaped; JSON itself escapes only C0. */
  public static String printable(String json) {
    int ascii = 0;
    while (ascii < json.length() && json.charAt(ascii) < '\u007F') {
      ascii++;
    }
    // Most lines are ASCII, and a regular expression takes far longer.
    return ascii == json.length()
        ? json
        : UNPRINTABLE
            .matcher(json)
            .replaceAll(it -> "\\\\u%04x".formatted((int) it.group().charAt(0)));
  }

  /** The parser's error with its place in the file. */
  public static String problem(IOException e, int linesBefore) {
    if (!(e instanceof JsonProcessingException json)) {
      return e.toString();
    }
    String told = Terminal.clean(json.getOriginalMessage());
    for (Wording wording : WORDINGS) {
      told = wording.said.matcher(told).replaceFirst(wording.told);
    }
    told = told.length() > LONGEST_PROBLEM ? told.substring(0, LONGEST_PROBLEM) + "…" : told;
    JsonLocation location = json.getLocation();
    return location == null
        ? "not valid JSON: " + told
        : "not valid JSON: %s, at line %d, column %d"
            .formatted(told, linesBefore + location.getLineNr(), location.getColumnNr());
  }
}
