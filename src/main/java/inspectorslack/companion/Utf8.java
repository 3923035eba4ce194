package inspectorslack.companion;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads files that have to be text in UTF-8, and says what they are if they aren't. */
public final class Utf8 {
  /**
   * Stands for a byte that isn't UTF-8: ASCII's sign for a garbled character. Neither JSON nor YAML
   * allows it anywhere, so their parsers stop there and tell the place.
   */
  static final char SUBSTITUTE = 26;

  static final String NOT_UTF_8 =
      "a byte that isn't UTF-8; if it's Latin-1 text, convert it (iconv -f LATIN1 -t UTF-8)";

  private Utf8() {}

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
}
