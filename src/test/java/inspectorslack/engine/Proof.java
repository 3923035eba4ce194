package inspectorslack.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table of {@code docs/PROOF.md}, seen by the suite that proves it. {@code tools/update-recorded}
 * puts it there; CI fails if a run saw something else than the document says.
 */
public final class Proof {
  private static final Path FOLDER = Path.of("target/proofs");

  private final String name;
  private final List<String> header;
  private final List<String> rows = Collections.synchronizedList(new ArrayList<>());

  /** A table between the document's markers of a name. */
  public Proof(String name, String... header) {
    this.name = name;
    this.header = List.of(header);
  }

  public void row(Object... cells) {
    rows.add(line(List.of(cells)));
  }

  /** Writes the table, its rows in alphabetical order; suites run side by side. */
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
    Files.write(Files.createDirectories(FOLDER).resolve(name + ".md"), table);
  }

  private static String line(List<?> cells) {
    return "| " + String.join(" | ", cells.stream().map(Object::toString).toList()) + " |";
  }
}
