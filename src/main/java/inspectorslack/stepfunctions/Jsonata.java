package inspectorslack.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds a JSONata expression from resource files, {@code <name>.jsonata} in the package of the
 * class that uses it.
 *
 * <p>The result is one block: {@code ( $a := 1; ...; result )}. Java passes values to a file by
 * binding them to variables at the block's start, so a file is valid JSONata as it is written.
 */
public final class Jsonata {
  private static final Pattern BLANK = Pattern.compile("(?:\\s|/\\*.*?\\*/)++", Pattern.DOTALL);
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`", Pattern.DOTALL);
  private static final Pattern REGEX =
      Pattern.compile("/(?:[^/\\\\\\[\\n]|\\\\.|\\[(?:[^]\\\\\\n]|\\\\.)*+])++/[im]*");
  private static final Pattern WORD_OR_SIGN = Pattern.compile("[\\w$]+|[^\"'`]", Pattern.DOTALL);
  private static final Pattern ENDS_VALUE = Pattern.compile("[\\w$)\\]}\"'`]");

  private final List<String> statements = new ArrayList<>();

  private Jsonata() {}

  /** Starts an empty block. */
  public static Jsonata block() {
    return new Jsonata();
  }

  /** Reads a file that is an expression by itself and needs no variables. */
  public static String read(Class<?> user, String name) {
    String file = name + ".jsonata";
    try (InputStream resource = user.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(
            "no resource %s in %s".formatted(file, user.getPackageName()));
      }
      return oneLine(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Binds a text to a variable. */
  public Jsonata bind(String variable, String value) {
    return bind(variable, TextNode.valueOf(value));
  }

  /** Binds a number to a variable. */
  public Jsonata bind(String variable, int value) {
    return bind(variable, IntNode.valueOf(value));
  }

  /** Binds a value to a variable; every JSON value is a JSONata literal. */
  public Jsonata bind(String variable, JsonNode value) {
    return bindExpression(variable, value.toString());
  }

  /** Binds what an expression yields to a variable. */
  public Jsonata bindExpression(String variable, String expression) {
    statements.add("$" + variable + " := " + expression);
    return this;
  }

  /** Adds the statements of a file, each of which ends with a semicolon. */
  public Jsonata include(Class<?> user, String name) {
    String included = read(user, name);
    if (!included.endsWith(";")) {
      throw new IllegalStateException(name + ".jsonata has to end with a semicolon");
    }
    statements.add(included.substring(0, included.length() - 1));
    return this;
  }

  /** Ends the block with a file whose expression yields the block's value. */
  public String result(Class<?> user, String name) {
    statements.add(read(user, name));
    return "(" + String.join("; ", statements) + ")";
  }

  /**
   * Removes comments and puts the rest on one line: whether AWS accepts line breaks inside {@code
   * {% %}} isn't documented, and the schema of AWS's own editor doesn't match them.
   *
   * @throws IllegalStateException if a text isn't closed or holds a line break
   */
  static String oneLine(String source) {
    StringBuilder line = new StringBuilder(source.length());
    Matcher token = BLANK.matcher(source);
    // As in JSONata, a slash starts a regular expression where a value can start; else it divides.
    boolean canValueStart = true;
    int at = 0;
    while (at < source.length()) {
      token.region(at, source.length());
      if (token.usePattern(BLANK).lookingAt()) {
        line.append(' ');
      } else if (token.usePattern(QUOTED).lookingAt()
          || (canValueStart && token.usePattern(REGEX).lookingAt())
          || token.usePattern(WORD_OR_SIGN).lookingAt()) {
        String text = token.group();
        if (text.indexOf('\n') >= 0) {
          throw new IllegalStateException("a text with a line break in it: " + text);
        }
        line.append(text);
        boolean isRegex = text.length() > 1 && text.startsWith("/");
        canValueStart =
            !isRegex && !ENDS_VALUE.matcher(text.substring(text.length() - 1)).matches();
      } else {
        throw new IllegalStateException("a text that isn't closed: " + source.substring(at));
      }
      at = token.end();
    }
    return line.toString().strip();
  }
}
