package inspectorslack.companion.init;

import inspectorslack.SettingsReader;
import inspectorslack.aws.Place;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.WrongUsage;
import inspectorslack.config.Form;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.Nearest;
import inspectorslack.config.Values;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file of a stack that doesn't exist yet. {@link SettingsReader} checks the settings, in the
 * text that would be written.
 */
final class NewStackFile {
  private static final int WIDTH = 100;

  // YAML reads these as the same text with or without quotes.
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:y|yes|n|no|on|off|true|false|null)$)[A-Za-z][\\w./-]*");

  private final Catalogue catalogue;
  private final StackFile empty;
  private final Path file;

  /**
   * @param folder where {@code Pulumi.yaml} is
   * @throws WrongUsage if the stack already has a file, or can't have one
   */
  NewStackFile(Path folder, StackFile empty, Catalogue catalogue) {
    this.catalogue = catalogue;
    this.empty = empty;
    this.file = folder.resolve(fileName());
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
    if (!Files.isWritable(folder)) {
      throw new WrongUsage(
          "%s cannot be written: check the permissions of the folder %s"
              .formatted(fileName(), folder.toAbsolutePath().normalize()));
    }
  }

  String stack() {
    return empty.stack();
  }

  String fileName() {
    return "Pulumi." + stack() + ".yaml";
  }

  private WrongUsage exists() {
    return new WrongUsage(
        "%s exists, and init never overwrites; edit it, or choose another name"
            .formatted(fileName()));
  }

  /** All problems with these answers, by the project's keys or {@code aws:region}. */
  List<Problem> problems(Map<String, Object> answers) {
    return answers.containsKey(Catalogue.HOME_REGION)
        ? problems(settings(answers))
        : List.of(
            new Problem(
                Catalogue.HOME_REGION,
                "nothing",
                Form.REGION.expected(),
                "pulumi config set aws:region REGION"));
  }

  private List<Problem> problems(String text) {
    StackFile read = empty.with(text);
    List<Problem> problems = new ArrayList<>();
    try {
      read.settings();
    } catch (InvalidSettings e) {
      problems.addAll(e.problems());
    }
    String region = read.region();
    // Other commands only warn, because a deployed stack's Region may be newer than the provider.
    if (!Place.REGIONS.contains(region)
        && problems.stream().noneMatch(it -> it.key().equals(Catalogue.HOME_REGION))) {
      problems.add(
          new Problem(
              Catalogue.HOME_REGION,
              Values.quote(region),
              "a Region that the AWS provider knows",
              "pulumi config set aws:region "
                  + Nearest.to(region, Place.REGIONS).orElse("REGION")));
    }
    return problems;
  }

  /** The warnings that {@code preview} would print. */
  List<String> warnings(Map<String, Object> answers) {
    StackFile read = empty.with(settings(answers));
    return read.warnings(read.settings());
  }

  /**
   * Writes the file, all or nothing.
   *
   * @throws WrongUsage if it has come into existence, or can't be written
   */
  void write(Map<String, Object> answers) {
    String text = text(answers);
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      // Half of it would be in the way of the next try.
      try {
        Files.deleteIfExists(file);
      } catch (IOException ofDeleting) {
        e.addSuppressed(ofDeleting);
      }
      throw new WrongUsage("%s cannot be written: %s".formatted(fileName(), e.getMessage()));
    }
  }

  String text(Map<String, Object> answers) {
    String settings = settings(answers);
    return """
        # The settings of the stack %s. docs/settings.md explains all of them.
        %s
          # The settings below are optional. To turn one on, remove the # from its key and from its other
          # lines.
        %s"""
        .formatted(
            stack(),
            settings,
            catalogue.entries().stream()
                .filter(entry -> !answers.containsKey(entry.key()))
                .map(entry -> "\n" + optional(entry, settings))
                .collect(Collectors.joining()));
  }

  /** The settings that the user chose, in the order of the answers. */
  private String settings(Map<String, Object> answers) {
    return answers.entrySet().stream()
        .map(
            answer ->
                comment(catalogue.entry(answer.getKey()).meaning())
                    + live(List.of(answer.getKey() + ": " + yaml(answer.getValue()))))
        .collect(Collectors.joining("\n", "config:\n", ""));
  }

  private String optional(Catalogue.Entry entry, String settings) {
    List<String> lines = entry.example();
    List<Problem> problems = problems(settings + live(lines));
    if (!problems.isEmpty()) {
      Optional<List<String>> other =
          others(entry, problems).filter(it -> problems(settings + live(it)).isEmpty()).findFirst();
      lines = other.orElse(lines);
      problems = other.isPresent() ? List.of() : problems;
    }
    String byDefault =
        entry
            .byDefault()
            .filter(it -> !List.of(List.of(), Map.of()).contains(it))
            .map(it -> " The default is %s.".formatted(it))
            .orElse("");
    return comment(entry.meaning() + byDefault)
        + oneOfEachFix(problems).stream()
            .map(problem -> comment("Not valid on its own: " + problem))
            .collect(Collectors.joining())
        + live(lines).replaceAll("(?m)^  ", "  #");
  }

  /** Leaves out problems that have the same fix as an earlier one. */
  private static Collection<Problem> oneOfEachFix(List<Problem> problems) {
    Map<String, Problem> byFix = new LinkedHashMap<>();
    problems.forEach(it -> byFix.putIfAbsent(it.fix().replaceFirst(" \\(or .*", ""), it));
    return byFix.values();
  }

  /**
   * Fallbacks if a setting's example isn't valid: the example without the invalid parts, or another
   * Region.
   */
  private static Stream<List<String>> others(Catalogue.Entry entry, List<Problem> problems) {
    if (entry.key().equals("regions")) {
      return Place.REGIONS.stream().map(region -> List.of("regions: [%s]".formatted(region)));
    }
    String example = String.join("\n", entry.example()) + "\n";
    for (Problem problem : problems) {
      if (problem.key().startsWith(entry.key() + ".")) {
        String part =
            problem.key().substring(entry.key().length() + 1).replaceFirst("[.\\[].*", "");
        example = example.replaceFirst("(?m)^  " + Pattern.quote(part) + ":.*\n(?: {3,}.*\n)*", "");
      }
    }
    return Stream.of(example.lines().toList());
  }

  private String live(List<String> lines) {
    String first = lines.get(0);
    boolean isOfProvider = first.startsWith("aws:");
    return Stream.concat(
            Stream.of(isOfProvider ? first : empty.project() + ":" + first), lines.stream().skip(1))
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String yaml(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(NewStackFile::yaml).collect(Collectors.joining(", ", "[", "]"));
    }
    String text = value.toString();
    return PLAIN.matcher(text).matches()
        ? text
        : text.codePoints()
            .mapToObj(
                it ->
                    it >= ' ' && it <= '~' && it != '"' && it != '\\'
                        ? Character.toString(it)
                        : "\\U%08x".formatted(it))
            .collect(Collectors.joining("", "\"", "\""));
  }

  private static String comment(String markdown) {
    return Stream.of(markdown.replace("**", ""))
        .filter(it -> !it.isBlank())
        .flatMap(it -> Wrapped.lines(it.strip(), WIDTH - "  # ".length()).stream())
        .map(line -> "  # " + line + "\n")
        .collect(Collectors.joining());
  }
}
