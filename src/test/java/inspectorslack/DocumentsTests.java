package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents point at is there.
 *
 * <p>Not proven here: that addresses outside the repository answer, and that commands which need
 * AWS, GitHub or Pulumi do what is said of them; their syntax alone is judged.
 */
class DocumentsTests {
  private static final Set<String> LANGUAGES = Set.of("sh", "console", "yaml", "text", "mermaid");

  // Folders whose files are named in the text, as distinct from fractions, types and addresses.
  private static final Pattern PATH =
      Pattern.compile("(?:\\.ci|\\.github|\\.mvn|docs|src|tools|bench)/[\\w./-]+");

  private static final Pattern JAVA_FILE = Pattern.compile("\\b\\w+\\.java\\b");

  private static final Set<String> GOALS =
      Set.of("clean", "compile", "test", "verify", "exec:java", "spotless:apply");

  private static final Pattern TEST_CLASS = Pattern.compile("\\b[A-Z]\\w*Tests?\\b");

  static Stream<Document> documents() {
    return Document.all().stream();
  }

  private static Stream<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(it -> it.group(group));
  }

  @Test
  void theDocumentsWereSeen() {
    assertThat(Document.all())
        .map(Document::toString)
        .contains(
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "Pulumi.README.md",
            "README.md",
            "SECURITY.md",
            "docs/ARCHITECTURE.md",
            "docs/PROOF.md",
            "docs/iam/README.md")
        .hasSizeGreaterThan(15);
    assertThat(Document.of("README.md").links())
        .contains("docs/operations.md#check-that-it-works", "docs/examples");
    assertThat(Document.of("docs/operations.md").anchors())
        .contains("check-that-it-works", "nothing-arrives");
    assertThat(Document.of("README.md").commands()).contains("pulumi up", "mvn verify");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksWithinTheRepositoryResolve(Document document) {
    List<String> broken = new ArrayList<>();
    for (String link : document.links()) {
      if (link.matches("(https?|mailto):.*") || link.startsWith("${outputs.")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path folder = document.file().toAbsolutePath().getParent();
      Path target = parts[0].isEmpty() ? document.file() : folder.resolve(parts[0]).normalize();
      boolean resolves =
          Files.exists(target)
              && (parts.length == 1 || Document.of(target.toString()).anchors().contains(parts[1]));
      if (!resolves) {
        broken.add(link);
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void filesThatAreNamedExist(Document document) {
    assertThat(
            Stream.concat(document.codeSpans().stream(), document.commands().stream())
                .flatMap(code -> found(PATH, code, 0))
                .map(path -> path.replaceAll("[^/]*(NAME|\\.\\.\\.).*", ""))
                .filter(path -> !Files.exists(Path.of(path.replaceAll("[./]+$", "")))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void classesOfTestsThatAreNamedExist(Document document) throws IOException {
    Set<String> classes;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      classes =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    assertThat(
            Stream.concat(document.codeSpans().stream(), document.commands().stream())
                .flatMap(code -> found(TEST_CLASS, code, 0)))
        .allMatch(classes::contains);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void sourcesThatAreNamedAloneExist(Document document) throws IOException {
    Set<String> sources;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      sources = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
    List<String> named =
        Stream.concat(
                document.codeSpans().stream().flatMap(it -> found(JAVA_FILE, it, 0)),
                // A class in the tables of CONTRIBUTING, such as CloudType.
                document.file().endsWith("CONTRIBUTING.md")
                    ? document.codeSpans().stream()
                        .filter(it -> it.matches("([A-Z][a-z]+)+"))
                        .map(it -> it + ".java")
                    : Stream.empty())
            .toList();
    assertThat(named).allMatch(sources::contains);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void goalsOfMavenThatAreNamedAreKnown(Document document) {
    Pattern mvn = Pattern.compile("^mvn((?: [^ #>|]+)+)");
    assertThat(
            Stream.concat(document.codeSpans().stream(), document.commands().stream())
                .flatMap(code -> found(mvn, code, 1))
                .flatMap(words -> Stream.of(words.strip().split(" ")))
                .filter(word -> !word.startsWith("-")))
        .allMatch(GOALS::contains);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void blocksSayWhatTheyHold(Document document) {
    assertThat(document.blocks()).allMatch(it -> LANGUAGES.contains(it.language()));
    // A block that is indented instead would not be seen by the other tests.
    assertThat(document.prose().lines())
        .noneMatch(line -> line.matches(" {4,}(\\./|\\$ |mvn|aws|pulumi|git) ?.*"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shellBlocksAreShell(Document document) throws IOException, InterruptedException {
    for (String block : document.blocks("sh")) {
      Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      bash.getOutputStream().write(block.getBytes(StandardCharsets.UTF_8));
      bash.getOutputStream().close();
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(said).as(block).isEmpty();
      assertThat(bash.exitValue()).as(block).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void settingsThatAreSetByCommandExist(Document document) {
    Pattern set = Pattern.compile("pulumi config set (?:--path )?'?([\\w:]+)");
    assertThat(
            Stream.concat(document.codeSpans().stream(), document.commands().stream())
                .flatMap(code -> found(set, code, 1))
                .filter(key -> !key.equals("KEY") && !key.equals("aws:region")))
        .allMatch(SettingsReader.KEYS::contains);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void outputsThatAreReadByCommandExist(Document document) {
    List<String> outputs =
        Document.of("docs/settings.md").firstCells("Outputs"); // SettingsTableTests.
    assertThat(outputs).contains("topicArn");
    Pattern read = Pattern.compile("pulumi stack output (\\w+)");
    assertThat(
            Stream.concat(document.codeSpans().stream(), document.commands().stream())
                .flatMap(code -> found(read, code, 1)))
        .allMatch(outputs::contains);
  }
}
