package inspectorslack.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table of {@code docs/PROOF.md}, written by the suite that proves it. The file changes only
 * where a run saw something else than the last one; CI fails on such a change.
 */
public final class Proof {
  private static final Path FILE = Path.of("docs/PROOF.md");

  private final String name;
  private final List<String> header;
  private final List<String> rows = Collections.synchronizedList(new ArrayList<>());

  /** A table between the markers of a name. */
  public Proof(String name, String... header) {
    this.name = name;
    this.header = List.of(header);
  }

  public void row(Object... cells) {
    rows.add(line(List.of(cells)));
  }

  /** Puts the table into the file, its rows in alphabetical order; suites run side by side. */
  public void write(int expectedRows) throws IOException {
    if (rows.size() > expectedRows) {
      throw new IOException(name + " has more rows than its suite says");
    }
    if (rows.size() < expectedRows) {
      return; // A part of the suite ran, or failed.
    }
    List<String> table = new ArrayList<>();
    table.add(line(header));
    table.add(line(Collections.nCopies(header.size(), "---")));
    rows.stream().sorted().forEach(table::add);
    try (FileChannel channel =
            FileChannel.open(
                Files.createDirectories(Path.of("target")).resolve("proof.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      String text = Files.readString(FILE);
      String begin = "<!-- " + name + " -->\n";
      String end = "<!-- end of " + name + " -->";
      int from = text.indexOf(begin) + begin.length();
      int to = text.indexOf(end);
      if (from < begin.length() || to < from || !lock.isValid()) {
        throw new IOException(FILE + " has no place for " + name);
      }
      String changed =
          text.substring(0, from) + String.join("\n", table) + "\n" + text.substring(to);
      if (!changed.equals(text)) {
        // In one step: suites that look up the documents' links may be reading it.
        Path whole = Files.writeString(Path.of("target", "proof.md"), changed);
        Files.move(
            whole, FILE, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static String line(List<?> cells) {
    return "| " + String.join(" | ", cells.stream().map(Object::toString).toList()) + " |";
  }
}
