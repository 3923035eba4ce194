package inspectorslack.companion;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text, each of which takes only a limited amount of memory. */
public final class BoundedLines {
  private final Reader text;
  private final int longest;
  private char[] buffer;
  private int position;
  private int end;

  /**
   * Lines of a text.
   *
   * @param beginning what was already read of it
   * @param longest a longer line is cut to this many characters and one more
   */
  public BoundedLines(String beginning, Reader text, int longest) {
    this.text = text;
    this.longest = longest;
    this.buffer = beginning.toCharArray();
    this.end = buffer.length;
  }

  /** The next line without its end; null after the last. */
  public @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    boolean isAnything = false;
    while (position < end || fill()) {
      isAnything = true;
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      if (position < end && line.isEmpty() && position - start <= longest) { // Most lines.
        boolean hasReturn = position > start && buffer[position - 1] == '\r';
        return new String(buffer, start, position++ - start - (hasReturn ? 1 : 0));
      }
      int room = longest + 1 - line.length();
      line.append(buffer, start, Math.min(room, position - start));
      if (position < end) {
        position++;
        return withoutReturn(line);
      }
    }
    return isAnything ? withoutReturn(line) : null;
  }

  private static String withoutReturn(StringBuilder line) {
    int last = line.length() - 1;
    return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
  }

  private boolean fill() throws IOException {
    if (buffer.length < 1 << 16) {
      buffer = new char[1 << 16];
    }
    position = 0;
    end = text.read(buffer);
    return end > 0;
  }
}
