package inspectorslack.companion;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where the companion reads and writes.
 *
 * @param in standard input
 * @param out results, UTF-8, buffered
 * @param err messages about the run
 * @param colour whether {@code out} is coloured
 * @param progress whether {@code err} is a terminal that can show a line of progress
 * @param asks whether {@code in} and {@code err} are a terminal, so that questions can be asked
 * @param width columns that a line of {@code out} may take
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean colour,
    boolean progress,
    boolean asks,
    int width) {
  /** The marks that turn the direction of text around, for a character class. */
  static final String DIRECTIONS = "\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069";

  // Controls, directions and what shows as nothing. Joiners and variation selectors stay, as some
  // scripts and emoji need them, and so do the tags of a flag such as Scotland's.
  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "(\\x{1F3F4}[\\x{E0020}-\\x{E007E}]{1,5}\\x{E007F})"
              + "|[\\p{Cc}\\s\\u206A-\\u206F"
              + DIRECTIONS
              + "\\u00AD\\u034F\\u061C\\u115F\\u1160\\u200B\\u2060-\\u2065\\u2800\\u3164"
              + "\\uFEFF\\uFFA0\\uFFF9-\\uFFFB\\x{E0000}-\\x{E007F}]+");

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]");

  private static final Pattern PAINT = Pattern.compile("\u001b\\[\\d+m");
  private static final int WIDTH = 100;
  private static final int WIDEST = 120;
  private static final int NARROWEST = 20;

  public enum Colour {
    RED(31),
    GREEN(32),
    YELLOW(33),
    DIM(2),
    BOLD(1);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  /**
   * The process's own. Java 17 cannot tell which of its streams is a terminal, so the launcher says
   * so in system properties.
   *
   * @param environment for {@code NO_COLOR} (see no-color.org) and {@code COLUMNS}
   */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean colour =
        Boolean.getBoolean("inspector-slack.stdout.terminal")
            && environment.getOrDefault("NO_COLOR", "").isEmpty();
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Terminal(
        System.in,
        new PrintStream(
            new BufferedOutputStream(new EndingWithItsReader(), 1 << 16),
            false,
            StandardCharsets.UTF_8),
        err,
        colour,
        Boolean.getBoolean("inspector-slack.stderr.terminal"),
        Boolean.getBoolean("inspector-slack.stdin.terminal")
            && Boolean.getBoolean("inspector-slack.stderr.terminal"),
        width(environment.getOrDefault("COLUMNS", ""), err));
  }

  /**
   * The width that {@code COLUMNS} sets; terminals that don't know theirs set it to nothing or 0.
   */
  static int width(String columns, PrintStream err) {
    if (columns.matches("[1-9]\\d{1,3}")) {
      return Integer.parseInt(columns);
    }
    if (!columns.isEmpty() && !columns.equals("0")) {
      err.printf(
          "warning: COLUMNS is \"%s\"; expected a number from 10 to 9999, so the width is %d%n",
          clean(columns), WIDTH);
    }
    return WIDTH;
  }

  /**
   * Standard output that ends the process once nobody can read it anymore. {@code PrintStream}
   * would swallow the error and let the process go on.
   */
  private static final class EndingWithItsReader extends FileOutputStream {
    EndingWithItsReader() {
      super(FileDescriptor.out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        super.write(bytes, offset, length);
      } catch (IOException e) {
        boolean isReaderGone = String.valueOf(e.getMessage()).contains("Broken pipe");
        if (!isReaderGone) {
          System.err.println("inspector-slack: cannot write the results: " + e.getMessage());
        }
        // Not exit: it would run hooks that flush what cannot be written.
        Runtime.getRuntime().halt(isReaderGone ? 0 : 2);
      }
    }
  }

  public String paint(Colour colour, String text) {
    return this.colour && !text.isEmpty()
        ? "\u001b[" + colour.code + "m" + text + "\u001b[0m"
        : text;
  }

  /**
   * Text broken at its blanks, so that no line is wider than the terminal, or than prose should be
   * for easy reading.
   *
   * @param first what the first line begins with
   * @param indent blanks before each other line
   */
  public String wrapped(String first, int indent, String text) {
    int limit = Math.max(proseWidth(), indent + NARROWEST);
    StringBuilder lines = new StringBuilder(first);
    int column = columns(first);
    boolean isStart = true;
    for (String word : text.split(" ", -1)) {
      int length = columns(word);
      if (!isStart && column + 1 + length > limit) {
        lines.append('\n').append(" ".repeat(indent));
        column = indent;
        isStart = true;
      }
      if (isStart && word.isEmpty() && column == indent) {
        continue; // The line break replaces this blank.
      }
      if (!isStart) {
        lines.append(' ');
        column++;
      }
      int start = 0;
      // Longer than a line, such as a path.
      while (column + length > limit && word.indexOf('\u001b') < 0) {
        int end = fitting(word, start, limit - column);
        lines.append(word, start, end).append('\n').append(" ".repeat(indent));
        length -= columns(word.substring(start, end));
        start = end;
        column = indent;
      }
      lines.append(word, start, word.length());
      column += length;
      isStart = false;
    }
    return lines.toString();
  }

  /** Columns that prose may take. */
  public int proseWidth() {
    return Math.min(width, WIDEST);
  }

  /** Where the part of a text from a start on ends that fits into some columns. */
  private static int fitting(String text, int start, int columns) {
    int end = text.offsetByCodePoints(start, 1);
    while (end < text.length()
        && columns(text.substring(start, text.offsetByCodePoints(end, 1))) <= columns) {
      end = text.offsetByCodePoints(end, 1);
    }
    return end;
  }

  /** How many columns a text takes on the screen. */
  public static int columns(String text) {
    String shown = text.indexOf('\u001b') < 0 ? text : PAINT.matcher(text).replaceAll("");
    return isClean(shown) ? shown.length() : shown.codePoints().map(Terminal::columns).sum();
  }

  // Unicode Standard Annex 11, East Asian Width, as far as findings and names of accounts go.
  private static int columns(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
      return 0;
    }
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
      default -> character >= 0x1F300 ? 2 : 1;
    };
  }

  /** Says on standard error, after the results, what the user should know of them. */
  public void warn(List<String> warnings) {
    out.flush();
    warnings.forEach(warning -> err.println("warning: " + warning));
  }

  /** Text from an event on one line: nobody's finding may move the cursor or colour the screen. */
  public static String clean(String text) {
    return isClean(text)
        ? text
        : UNPRINTABLE
            .matcher(text)
            .replaceAll(it -> Objects.requireNonNullElse(it.group(1), " "))
            .strip();
  }

  /**
   * A value that has to equal another: what a reader can't see is escaped, what blanks end quoted.
   */
  public static String exact(String text) {
    if (!text.isEmpty() && isClean(text)) {
      return text;
    }
    String escaped =
        INVISIBLE.matcher(text).replaceAll(it -> "\\\\u%04X".formatted(it.group().codePointAt(0)));
    return !text.isEmpty() && escaped.equals(text.strip()) ? text : '"' + escaped + '"';
  }

  /** Whether a text is plainly clean, as most are; a regular expression takes far longer. */
  private static boolean isClean(String text) {
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char here = text.charAt(i);
      if (here < ' ' || here > '~' || (here == ' ' && before == ' ')) {
        return false;
      }
      before = here;
    }
    return before != ' ' || text.isEmpty();
  }
}
