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
import java.io.Reader;
import java.io.Serial;
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
    new Wording(".*\\(CTRL-CHAR, code " + (int) Utf8.SUBSTITUTE + "\\).*", Utf8.NOT_UTF_8),
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

  /** The same of a file that may be what the AWS CLI prints. */
  public static String problemOfOutput(IOException e, int linesBefore) {
    return problem(e, linesBefore)
        + (linesBefore == 0 && isAtTheBeginning(e)
            ? "; if it's output of the AWS CLI, add --output json to the command"
            : "");
  }

  /** Whether the text doesn't even begin like JSON. */
  private static boolean isAtTheBeginning(IOException e) {
    // "---", the beginning of a table, could be that of a negative number.
    return e instanceof JsonProcessingException json
        && json.getProcessor() instanceof JsonParser parser
        && parser.getParsingContext().inRoot()
        && json.getLocation() != null
        && json.getLocation().getLineNr() == 1
        && json.getLocation().getColumnNr() <= 2;
  }
}
