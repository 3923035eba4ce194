package inspectorslack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the project's documents, in the Markdown that they are written in. */
public record Document(Path file, String text) {
  // What tools put there; none of it is the project's.
  private static final Set<String> FOREIGN = Set.of("target", ".git", "node_modules", ".venv");

  private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src=\")([^)\"\\s]+)[)\"]");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  /**
   * One fenced block.
   *
   * @param language as it is written, empty if it is not
   * @param content without the indentation of the list that it stands in
   */
  public record Block(String language, String content) {}

  /** A document by its path in the repository. */
  public static Document of(String file) {
    return read(Path.of(file));
  }

  /** All documents of the repository. */
  public static List<Document> all() {
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> Stream.of(file.toString().split("/")).noneMatch(FOREIGN::contains))
          .sorted()
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document read(Path file) {
    try {
      return new Document(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Block> blocks() {
    return FENCED
        .matcher(text)
        .results()
        .map(it -> new Block(it.group(2), it.group(3).replaceAll("(?m)^" + it.group(1), "")))
        .toList();
  }

  public List<String> blocks(String language) {
    return blocks().stream()
        .filter(it -> it.language().equals(language))
        .map(Block::content)
        .toList();
  }

  /** The text without its blocks. */
  public String prose() {
    return FENCED.matcher(text).replaceAll("");
  }

  /** What is set as code within the text. */
  public List<String> codeSpans() {
    return SPAN.matcher(prose()).results().map(it -> it.group(1)).toList();
  }

  /** Where links and pictures lead. */
  public List<String> links() {
    return LINK.matcher(SPAN.matcher(prose()).replaceAll("code"))
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  /** The headings as GitHub names them in addresses. */
  public Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    HEADING
        .matcher(prose())
        .results()
        .map(it -> it.group(1).toLowerCase(Locale.ROOT))
        .map(it -> it.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  /** The text of one chapter, up to the next heading of the same rank. */
  public String chapter(String heading) {
    int from = text.indexOf("\n## " + heading + "\n");
    if (from < 0) {
      throw new AssertionError("%s has no chapter %s".formatted(file, heading));
    }
    int to = text.indexOf("\n## ", from + 1);
    return text.substring(from, to < 0 ? text.length() : to);
  }

  /** The names in the first cells of a chapter's tables: several in a cell are several names. */
  public List<String> firstCells(String heading) {
    List<String> names = new ArrayList<>();
    Pattern.compile("(?m)^\\| (`[^|]*) \\|")
        .matcher(chapter(heading))
        .results()
        .map(it -> it.group(1))
        .flatMap(cell -> SPAN.matcher(cell).results())
        .map((MatchResult it) -> it.group(1))
        .forEach(names::add);
    return names;
  }

  /** Every command line of its shell blocks and console blocks, continued lines joined. */
  public List<String> commands() {
    List<String> commands = new ArrayList<>();
    for (Block block : blocks()) {
      String shell =
          switch (block.language()) {
            case "sh" -> block.content();
            case "console" ->
                String.join(
                    "\n",
                    block
                        .content()
                        .lines()
                        .filter(it -> it.startsWith("$ "))
                        .map(it -> it.substring(2))
                        .toList());
            default -> "";
          };
      shell
          .replace("\\\n", " ")
          .lines()
          .map(String::strip)
          .filter(it -> !it.isEmpty() && !it.startsWith("#"))
          .forEach(commands::add);
    }
    return commands;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
