package inspectorslack.companion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The file for a page, as the user named it on the command line. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Rejects a file that can't be written, before anything else happens.
   *
   * @throws WrongUsage if it names no file, a folder or a device, its folder is missing, or it
   *     exists and is no page: whoever forgets the name after the option must not lose the events
   *     that come next
   */
  public static void check(String name) {
    if (name.isEmpty()) {
      throw new WrongUsage("the name of the page is empty; name a file, such as page.html");
    }
    if (name.equals("-")) {
      throw new WrongUsage(
          "a page isn't written to standard output (-); name a file, such as page.html");
    }
    Path file = Path.of(name);
    Path folder = folder(file);
    if (Files.isDirectory(file)) {
      throw new WrongUsage(
          "%s is a folder; name a file in it, such as %s"
              .formatted(name, file.resolve("page.html")));
    }
    if (!Files.isDirectory(folder)) {
      throw new WrongUsage("%s cannot be written: there is no folder %s".formatted(name, folder));
    }
    if (!Files.isWritable(folder)
        || (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file)))) {
      throw new WrongUsage(name + " cannot be written");
    }
    if (Files.exists(file) && !name.matches("(?i).*\\.html?")) {
      throw new WrongUsage(
          "%s exists and isn't named .html, so it won't be overwritten".formatted(name));
    }
  }

  /**
   * Writes all or nothing: the text goes to a file beside it, which then takes its place.
   *
   * @throws WrongUsage if that fails
   */
  public static void write(String name, String text) {
    try {
      Path file = Path.of(name);
      // What a link points to is replaced, not the link.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      // Not createTempFile, whose files nobody else may read.
      Path part = folder(target).resolve(".inspector-slack-" + UUID.randomUUID() + ".part");
      try {
        // Not writeString, which refuses half a surrogate pair; JSON may hold one.
        Files.write(
            part,
            text.getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new WrongUsage("%s cannot be written: %s".formatted(name, e.getMessage()));
    }
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of(".") : folder;
  }
}
