package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not proven here: what a full disk does, and folders without permission, as root ignores them. */
class OutputFileTests {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertRefused(String name, String message) {
    assertThatThrownBy(() -> OutputFile.check(name))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(message);
  }

  @Test
  void aFolderIsRefused() {
    assertRefused(
        folder.toString(),
        "%s is a folder; name a file in it, such as %s/page.html".formatted(folder, folder));
  }

  @Test
  void aNameThatNamesNoFileIsRefused() {
    assertRefused("", "the name of the page is empty; name a file, such as page.html");
    assertRefused(
        "-", "a page isn't written to standard output (-); name a file, such as page.html");
  }

  @Test
  void aFileInNoFolderIsRefused() throws IOException {
    Path gone = folder.resolve("gone");
    assertRefused(
        gone + "/page.html",
        "%s/page.html cannot be written: there is no folder %s".formatted(gone, gone));
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(
        file + "/page.html",
        "%s/page.html cannot be written: there is no folder %s".formatted(file, file));
  }

  @Test
  void aDeviceIsRefused() {
    assertRefused("/dev/null", "/dev/null cannot be written");
  }

  @Test
  void aFileThatIsNotAPageIsNotReplaced() throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "{}");
    assertRefused(
        events.toString(), events + " exists and isn't named .html, so it won't be overwritten");
    OutputFile.check(folder.resolve("new.txt").toString());
  }

  @Test
  void aPageIsReplacedWholeAndNothingElseIsLeft() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "old ".repeat(10_000));
    OutputFile.check(page.toString());
    OutputFile.write(page.toString(), "new");
    assertThat(page).hasContent("new");
    assertThat(names()).containsExactly("page.html");
  }

  @Test
  void othersMayReadThePageAsAnyFile() throws IOException {
    Path page = folder.resolve("page.html");
    OutputFile.write(page.toString(), "new");
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("any"))));
  }

  @Test
  void halfACharacterIsNotAReasonToWriteNothing() {
    Path page = folder.resolve("page.html");
    OutputFile.write(page.toString(), "a \ud83d");
    assertThat(page).hasContent("a ?");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), page);
    OutputFile.check(link.toString());
    OutputFile.write(link.toString(), "new");
    assertThat(link).isSymbolicLink();
    assertThat(page).hasContent("new");
  }

  @Test
  void whereThePageCannotComeNoPartOfItIsLeft() throws IOException {
    Path page = Files.createDirectory(folder.resolve("page.html"));
    Files.createFile(page.resolve("file"));
    assertThatThrownBy(() -> OutputFile.write(page.toString(), "new"))
        .isInstanceOf(WrongUsage.class)
        .hasMessageStartingWith(page + " cannot be written: ");
    assertThat(names()).containsExactly("page.html");
  }

  @Test
  void aFolderThatIsGoneByTheEndIsNamed() {
    String page = folder.resolve("gone/page.html").toString();
    assertThatThrownBy(() -> OutputFile.write(page, "new"))
        .isInstanceOf(WrongUsage.class)
        .hasMessageStartingWith(page + " cannot be written: ");
  }
}
