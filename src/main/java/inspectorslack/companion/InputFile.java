package inspectorslack.companion;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that the user named on the command line; {@code -} is standard input. */
public final class InputFile {
  private static final String STANDARD_INPUT = "-";

  private InputFile() {}

  /**
   * Refuses what cannot be read before anything is done.
   *
   * @throws WrongUsage if there is no such file, or it is a folder
   */
  public static void check(List<String> names) {
    names.forEach(InputFile::check);
    if (names.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new WrongUsage("standard input (-) can only be read once");
    }
  }

  private static void check(String name) {
    if (name.equals(STANDARD_INPUT)) {
      return;
    }
    if (name.isEmpty()) {
      throw new WrongUsage("a file name is empty");
    }
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw new WrongUsage("%s is a folder; name a file in it".formatted(name));
    }
    if (!Files.isReadable(file)) {
      throw new WrongUsage(
          "%s %s".formatted(name, Files.exists(file) ? "cannot be read" : "does not exist"));
    }
  }

  /** Says that AWS holds more findings than a file. */
  public static String onlyOnePage(String name) {
    return name + " is only one page of findings (it has a next token)";
  }

  /** Opens a file whose name stands in the message of what goes wrong on the way. */
  public static InputStream open(String name, Terminal terminal) throws IOException {
    boolean isStandardInput = name.equals(STANDARD_INPUT);
    InputStream opened = isStandardInput ? terminal.in() : Files.newInputStream(Path.of(name));
    return new FilterInputStream(opened) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          // What was found so far is shown before waiting for more, as in:
          // tail -f events | simulate -
          if (isStandardInput && in.available() == 0) {
            terminal.out().flush();
          }
          return in.read(buffer, offset, length);
        } catch (IOException e) {
          throw new IOException(name + ": " + e.getMessage(), e);
        }
      }
    };
  }
}
