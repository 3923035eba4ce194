package inspectorslack.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table of {@code docs/PROOF.md} as a suite has seen it. {@code tools/update-recorded} copies it
 * there, and CI fails if it differs.
 */
public final class Proof {
  private static final Path FOLDER = Path.of("target/proofs");

  private final String name;
  private final List<String> header;
  private final List<String> rows = Collections.synchronizedList(new ArrayList<>());

  /** Begins a table. The name is that of the markers in the document. */
  public Proof(String name, String... header) {
    this.name = name;
    this.header = List.of(header);
  }

  public void row(Object... cells) {
    rows.add(line(List.of(cells)));
  }

  /** Writes the table if it has all its rows. They're sorted, because suites run in parallel. */
  public void write(int expectedRows) throws IOException {
    if (rows.size() > expectedRows) {
      throw new IOException(name + " has more rows than expected");
    }
    if (rows.size() < expectedRows) {
      return; // Some tests failed or didn't run.
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
