package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Outputs of the program that are recorded in {@code src/test/resources/recorded}: the trees of
 * stacks and the messages of samples. {@code tools/update-recorded} puts there what the last run of
 * the tests saw, for a reviewer to read in the diff.
 */
public final class Recorded {
  private static final Path RECORDED = Path.of("src/test/resources/recorded");
  private static final Path SEEN = Path.of("target/recorded");

  private Recorded() {}

  /**
   * Compares a text with the recorded one.
   *
   * @param name of the file, such as {@code trees/dev.txt}
   */
  public static void assertSame(String name, String seen) throws IOException {
    Path file = SEEN.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, seen);
    Path recorded = RECORDED.resolve(name);
    assertThat(seen)
        .as("%s; if the change is meant, run tools/update-recorded and review the diff", recorded)
        .isEqualTo(Files.exists(recorded) ? Files.readString(recorded) : "");
  }

  /** A recorded text. */
  public static String text(String name) throws IOException {
    return Files.readString(RECORDED.resolve(name));
  }
}
