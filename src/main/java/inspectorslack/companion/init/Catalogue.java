package inspectorslack.companion.init;

import inspectorslack.SettingsReader;
import inspectorslack.companion.StackYaml;
import inspectorslack.companion.WrongUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a new stack's file says about each setting. Meanings and defaults come from {@code
 * Pulumi.yaml}, and examples from the stack that has everything on, so {@code init} doesn't need a
 * list of settings of its own.
 */
final class Catalogue {
  static final String HOME_REGION = "aws:region";
  static final String EXAMPLES = "docs/examples/Pulumi.everything.yaml";

  // The example's own date would pass, so each new file gets one that's counted from today.
  private static final Pattern EXPIRY = Pattern.compile("(expires: )\\d{4}-\\d\\d-\\d\\d");

  private static final Pattern KEY = Pattern.compile("(\\s*)(\\S+): ?.*");
  private static final Pattern COMMENT = Pattern.compile("(\\s*)# (.*)");

  /**
   * One setting.
   *
   * @param key its key, with the namespace if that isn't the project's
   * @param meaning what it does, in Markdown; empty if it has no description
   * @param byDefault its value if it isn't set; empty if there is none
   * @param proposed the answer that {@code init} proposes; empty if there is none
   * @param example the lines that set it, the first one without namespace and indentation
   */
  record Entry(
      String key,
      String meaning,
      Optional<Object> byDefault,
      Optional<Object> proposed,
      List<String> example) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Example(String comment, List<String> lines) {}

  /**
   * Reads the project's files.
   *
   * @param project the project's name
   * @param today examples with an expiry date expire some months later
   */
  static Catalogue read(Path folder, String project, LocalDate today) {
    Map<?, ?> file = StackYaml.read(folder.resolve("Pulumi.yaml"), project, new ArrayList<>());
    Map<?, ?> declared = map(file.get("config"));
    Map<?, ?> template = map(map(file.get("template")).get("config"));
    Map<String, Example> examples = examples(folder.resolve(EXAMPLES), today);
    Catalogue catalogue = new Catalogue();
    Stream.concat(
            examples.keySet().stream().filter(key -> key.startsWith("aws:")),
            SettingsReader.KEYS.stream())
        .forEach(
            key -> {
              Map<?, ?> declaration = map(declared.get(key));
              String inTemplate = key.contains(":") ? key : "inspector-slack:" + key;
              Example example = examples.getOrDefault(key, new Example("", List.of()));
              Optional<Object> byDefault = Optional.ofNullable(declaration.get("default"));
              catalogue.entries.put(
                  key,
                  new Entry(
                      key,
                      Optional.<Object>ofNullable(declaration.get("description"))
                          .map(Object::toString)
                          .orElse(example.comment()),
                      byDefault,
                      Optional.<Object>ofNullable(map(template.get(inTemplate)).get("default"))
                          .or(() -> byDefault)
                          .filter(it -> !it.equals(List.of())),
                      "boolean".equals(declaration.get("type"))
                          // The opposite of the default, because nobody needs to write that.
                          ? List.of(key + ": " + byDefault.equals(Optional.of("false")))
                          : example.lines().stream()
                              .filter(line -> !COMMENT.matcher(line).matches())
                              .toList()));
            });
    return catalogue;
  }

  /** All settings: first the AWS provider's, then the others in the order of the documents. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  Entry entry(String key) {
    return Optional.ofNullable(entries.get(key)).orElseThrow();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Map<String, Example> examples(Path file, LocalDate today) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
      StackYaml.read(file, EXAMPLES, new ArrayList<>());
    } catch (IOException e) {
      throw new WrongUsage(
          "%s cannot be read, and init takes its examples from it; fix: git checkout %s"
              .formatted(EXAMPLES, EXAMPLES));
    }
    Map<String, Example> examples = blocks(lines, 2, today);
    // The flat keys are the short form of a route.
    List<String> ofRoutes =
        examples.getOrDefault("routes", new Example("", List.of())).lines().stream()
            .skip(1)
            .map(line -> line.replaceFirst("^  - ", "    "))
            .toList();
    blocks(ofRoutes, 4, today).forEach(examples::putIfAbsent);
    String missing =
        Stream.concat(Stream.of(HOME_REGION), SettingsReader.KEYS.stream())
            .filter(key -> !examples.containsKey(key))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new WrongUsage(
          "%s lacks %s; init takes its examples from it; fix: git checkout %s"
              .formatted(EXAMPLES, missing, EXAMPLES));
    }
    return examples;
  }

  /**
   * The keys at an indentation, each with the comment before it and its lines. If a key is
   * repeated, the first one counts.
   */
  private static Map<String, Example> blocks(List<String> lines, int indent, LocalDate today) {
    Map<String, Example> blocks = new LinkedHashMap<>();
    String comment = "";
    Optional<Example> last = Optional.empty();
    for (String line : lines) {
      Matcher commented = COMMENT.matcher(line);
      Matcher keyed = KEY.matcher(line);
      if (commented.matches() && commented.group(1).length() == indent) {
        comment = commented.group(2);
      } else if (keyed.matches() && keyed.group(1).length() == indent) {
        Example block = new Example(comment, new ArrayList<>());
        String key = keyed.group(2).replaceFirst("^inspector-slack:", "");
        block.lines().add(key + line.strip().substring(keyed.group(2).length()));
        last = Optional.of(block);
        blocks.putIfAbsent(key, block);
        comment = "";
      } else if (line.startsWith(" ".repeat(indent + 1))) {
        String within =
            EXPIRY.matcher(line.substring(indent)).replaceFirst("$1" + today.plusMonths(3));
        last.ifPresent(it -> it.lines().add(within));
      }
    }
    return blocks;
  }
}
