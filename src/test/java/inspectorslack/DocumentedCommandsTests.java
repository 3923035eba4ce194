package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The documents' commands that need no account, run in a copy of the project's stacks, and what
 * they are said to print.
 *
 * <p>Not proven here: {@code mvn}, {@code .ci/run} and {@code tools}, which CI runs.
 */
class DocumentedCommandsTests {
  private static final String COMPANION = "./inspector-slack ";

  // Run by .ci/run, or not without an account or a network.
  private static final Set<String> NOT_RUN = Set.of("mvn", "git", "pulumi", "aws", "jq", "sed");

  // The words of a shell, and parts of commands that go on from the line before.
  private static final Set<String> SHELL =
      Set.of(
          "export",
          "for",
          "while",
          "do",
          "done",
          "body=$(jq",
          "kind=$(jq",
          "queue=$(pulumi",
          "\"content\":");

  private static final Set<String> SEEN_TO_RUN = new HashSet<>();

  private static String base = "";

  @TempDir private Path folder;

  static Stream<Document> documents() {
    return Document.all().stream();
  }

  @BeforeEach
  void aProjectWithTheFilesThatAreNamed() throws IOException {
    theStacks();
    // The same for every test, which has the stacks as they are.
    if (base.isEmpty()) {
      base = run("preview", "dev", "--json").out();
    }
    Files.writeString(folder.resolve("base.json"), base);
  }

  private void theStacks() throws IOException {
    Files.createDirectories(folder.resolve("docs/examples"));
    for (String file :
        List.of(
            "Pulumi.yaml",
            "Pulumi.dev.yaml",
            "Pulumi.prod.yaml",
            "docs/examples/Pulumi.everything.yaml")) {
      Files.copy(Path.of(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Console run(String... words) {
    return Console.run(folder, "", false, words);
  }

  /** Runs a command as it is written, with files of the project in the place of the reader's. */
  private Console run(String command) {
    String filled =
        command
            .substring(COMPANION.length())
            .replaceAll(" *(>|\\||#).*", "")
            .replaceAll("STACK|\\$stack", "dev")
            .replace("ACCOUNT_ID", "210987654321")
            .replace("base.json", folder.resolve("base.json").toString())
            .replaceAll("(?<= )page\\.html", folder.resolve("page.html").toString())
            .replaceAll("(?<= )events?\\.json", "src/main/resources/samples/inspector-closed.json")
            .replaceAll(
                "(?<= )findings\\.json",
                "src/test/resources/findings/inspector2-list-findings.json");
    return run(filled.split(" +"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandOfTheCompanionRuns(Document document) {
    Stream.concat(document.codeSpans().stream(), document.commands().stream())
        .filter(it -> it.startsWith(COMPANION))
        .filter(it -> !SEEN_TO_RUN.contains(it))
        .forEach(
            command -> {
              Console console = run(command);
              assertThat(console.exitCode()).as(command + ": " + console.err()).isZero();
              SEEN_TO_RUN.add(command);
            });
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyOtherCommandIsOneThatIsKnown(Document document) {
    Set<String> unknown = new TreeSet<>();
    for (String command : document.commands()) {
      String word = command.split(" ")[0];
      boolean isScript = word.contains("/") && Files.isExecutable(Path.of(word));
      if (!isScript && !NOT_RUN.contains(word) && !SHELL.contains(word)) {
        unknown.add(word);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void theJobThatTakesTheJarChangesTheProjectFile() throws IOException, InterruptedException {
    String sed =
        Document.of("docs/team.md").commands().stream()
            .filter(command -> command.startsWith("sed "))
            .findFirst()
            .orElseThrow();
    Process bash = new ProcessBuilder("bash", "-c", sed).directory(folder.toFile()).start();
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Map<String, Object> project = new Yaml().load(Files.readString(folder.resolve("Pulumi.yaml")));
    assertThat(project.get("runtime"))
        .isEqualTo(
            Map.of("name", "java", "options", Map.of("binary", "target/inspector-slack.jar")));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatIsShownIsWhatIsPrinted(Document document) throws IOException {
    for (String block : document.blocks("console")) {
      List<String> lines = block.lines().toList();
      String command = lines.get(0).substring("$ ".length());
      theStacks();
      if (command.contains("--against base.json")) {
        lowerTheThreshold();
      }
      List<String> printed =
          run(command).out().replace(folder + "/base.json", "base.json").lines().toList();
      assertThat(difference(lines.subList(1, lines.size()), printed)).as(command).isEmpty();
    }
  }

  private void lowerTheThreshold() throws IOException {
    Path stack = folder.resolve("Pulumi.dev.yaml");
    Files.writeString(
        stack, Files.readString(stack).replace("MEDIUM", "LOW").replace(", LAMBDA]", "]"));
  }

  @Test
  void outputOfEveryCommandThatLooksIsShown() {
    assertThat(
            Document.of("docs/companion.md").blocks("console").stream()
                .map(it -> it.split(" ")[2])
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("preview", "simulate", "forecast");
  }

  @Test
  void theCuratedMessageIsThatOfTheSample() throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.curated.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
          inspector-slack:mentions: {CRITICAL: "<!here>"}
        """);
    String sample = "inspector-ecr-image.json";
    assertThat(Document.of("README.md").codeSpans())
        .contains(sample, "mentions: {CRITICAL: \"<!here>\"}");
    List<String> shown = Document.of("README.md").blocks("text").get(0).lines().toList();
    List<String> printed =
        run(
                "simulate",
                "curated",
                "src/main/resources/samples/" + sample,
                "--details",
                "src/main/resources/sample-details.json")
            .out()
            // A line that's broken goes on two columns further in.
            .replaceAll("\n {11}", " ")
            .lines()
            .skip(1)
            .map(String::strip)
            .limit(shown.size())
            .toList();
    assertThat(difference(shown, printed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void examplesOfSettingsAreAccepted(Document document) throws IOException {
    StringBuilder file = new StringBuilder();
    for (String example : document.blocks("yaml")) {
      // An end that a reader of today would choose: the README's own will pass.
      String kept =
          example.replaceAll(
              "expires: \"[\\d-]+\"", "expires: \"" + LocalDate.now().plusMonths(3) + "\"");
      if (example.startsWith("config:")) {
        file = new StringBuilder();
      }
      file.append(kept);
      Files.writeString(folder.resolve("Pulumi.example.yaml"), file);
      Console console = run("preview", "example");
      assertThat(console.err()).as(example).isEmpty();
      assertThat(console.exitCode()).as(example).isZero();
    }
  }

  @Test
  void whatIsNotPrintedIsSeen() {
    List<String> printed = List.of("one", "two", "three", "four");
    assertThat(difference(List.of("one", "...", "fo..."), printed)).isEmpty();
    assertThat(difference(List.of("...", "two", "three", "..."), printed)).isEmpty();
    assertThat(difference(printed, printed)).isEmpty();
    assertThat(difference(List.of("one", "...", "five"), printed)).isEqualTo("not printed: five");
    assertThat(difference(List.of("two", "..."), printed)).isEqualTo("not printed first: two");
    assertThat(difference(List.of("one", "three", "..."), printed))
        .isEqualTo("not printed after 'one': three");
    assertThat(difference(List.of("one", "two"), printed)).isEqualTo("more is printed: three");
    assertThat(difference(List.of("...", "two", "...", "one", "..."), printed))
        .isEqualTo("not printed: one");
  }

  /**
   * What is wrong with an excerpt, or nothing. A line of three dots stands for any number of lines;
   * three dots in a line for any text.
   */
  private static String difference(List<String> shown, List<String> printed) {
    List<List<String>> pieces = new ArrayList<>(List.of(new ArrayList<>()));
    for (String line : shown) {
      if (line.equals("...")) {
        pieces.add(new ArrayList<>());
      } else {
        pieces.get(pieces.size() - 1).add(line);
      }
    }
    int at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      List<String> piece = pieces.get(i);
      int from = at;
      if (piece.isEmpty()) {
        continue;
      }
      if (i == 0) {
        if (!isLine(piece.get(0), printed, 0)) {
          return "not printed first: " + piece.get(0);
        }
      } else {
        while (from < printed.size() && !isPiece(piece, printed, from)) {
          from++;
        }
        if (from == printed.size()) {
          return "not printed: " + piece.get(0);
        }
      }
      for (int j = 1; j < piece.size(); j++) {
        if (!isLine(piece.get(j), printed, from + j)) {
          return "not printed after '%s': %s".formatted(piece.get(j - 1), piece.get(j));
        }
      }
      at = from + piece.size();
    }
    boolean endsOpen = pieces.get(pieces.size() - 1).isEmpty();
    return endsOpen || at == printed.size() ? "" : "more is printed: " + printed.get(at);
  }

  private static boolean isPiece(List<String> piece, List<String> printed, int at) {
    for (int i = 0; i < piece.size(); i++) {
      if (!isLine(piece.get(i), printed, at + i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLine(String shown, List<String> printed, int at) {
    String pattern =
        Stream.of(shown.split("\\.\\.\\.", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return at < printed.size() && printed.get(at).matches(pattern);
  }
}
