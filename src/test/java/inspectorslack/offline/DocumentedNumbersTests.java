package inspectorslack.offline;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Numbers that the README says in sentences, held to what the program, the build and the workflows
 * do.
 *
 * <p>Not proven here: numbers of AWS's, such as prices.
 */
class DocumentedNumbersTests {
  private static final List<String> WORDS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private static final String README = Document.of("README.md").text().replaceAll("\\s+", " ");

  @TempDir private Path folder;

  /** What the README has in the place of the group; it says it once, or always the same. */
  private static List<String> said(String sentence) {
    List<String> groups =
        Pattern.compile(sentence)
            .matcher(README)
            .results()
            .flatMap(it -> Stream.iterate(1, i -> i <= it.groupCount(), i -> i + 1).map(it::group))
            .toList();
    assertThat(groups).as(sentence).isNotEmpty();
    return groups;
  }

  private Console preview(String setting) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.dev.yaml"), "config:\n  inspector-slack:%s\n".formatted(setting));
    Console console = Console.run(folder, "", false, "preview", "dev");
    Files.delete(folder.resolve("Pulumi.yaml"));
    return console;
  }

  private static long alarms(Map<String, ?> settings) {
    return MockedStack.of("eu-west-1", settings).resources().stream()
        .filter(it -> it.type().equals("aws:cloudwatch/metricAlarm:MetricAlarm"))
        .count();
  }

  @Test
  void versionsAreThoseThatTheBuildAsksFor() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    for (String text :
        List.of(README, Document.of("CONTRIBUTING.md").text().replaceAll("\\s+", " "))) {
      Matcher versions =
          Pattern.compile("a JDK ([\\d.]+) or later and Maven ([\\d.]+) or later").matcher(text);
      assertThat(versions.find()).isTrue();
      assertThat(pom)
          .containsPattern("<requireJavaVersion>\\s*<version>\\[" + versions.group(1) + ",\\)")
          .containsPattern("<requireMavenVersion>\\s*<version>\\[" + versions.group(2) + ",\\)");
    }
  }

  @Test
  void toolsAskForTheVersionsThatAreSaid() throws IOException {
    assertThat(Files.readString(Path.of("tools/pulumi/install")))
        .contains("install Go " + said("needs Go ([\\d.]+) or later").get(0) + " or later");
    assertThat(Files.readString(Path.of("tools/ministack/install")))
        .contains("install Python " + said("needs Python ([\\d.]+) or later").get(0) + " or later");
  }

  @Test
  void ciRunsOnTheJdksThatAreSaid() throws IOException {
    List<String> jdks = said("all checks, on JDK (\\d+) and (\\d+)");
    assertThat(Files.readString(Path.of(".github/workflows/ci.yml")))
        .contains("java: ['%s', '%s']".formatted(jdks.get(0), jdks.get(1)));
  }

  @Test
  void eventsAreHeldForTheDaysThatAreSaid() {
    assertThat(
            MockedStack.ofFile("dev").resources().stream()
                .filter(it -> it.type().equals("aws:sqs/queue:Queue"))
                .map(
                    it -> ((Number) it.inputs().get("messageRetentionSeconds")).intValue() / 86_400)
                .map(String::valueOf))
        .isNotEmpty()
        .hasSameElementsAs(said("could not be delivered, for (\\d+) days"))
        .hasSameElementsAs(said("holds whole events for (\\d+) days"));
  }

  @Test
  void alarmsAreAsManyAsIsSaid() {
    List<String> numbers =
        said(
            "program adds, (\\w+) alarms cost .* \\((\\w+) with curated delivery, .*; (\\w+) more with"
                + " coverage alerts, (\\w+) with a digest\\)");
    long native_ = alarms(Map.of());
    assertThat(numbers)
        .containsExactly(
            word(native_),
            word(alarms(Map.of("delivery", "curated"))),
            word(alarms(Map.of("coverageAlerts", "true")) - native_),
            word(alarms(Map.of("digest", Map.of("schedule", "rate(7 days)"))) - native_));
  }

  private static String word(long number) {
    return WORDS.get((int) number);
  }

  @Test
  void exitCodesAreThoseOfTheHelp() {
    assertThat(Console.run("--help").out().replaceAll("\\s+", " "))
        .containsIgnoringCase(said("(exit codes: 0 fine, [^.]*\\.)").get(0));
  }

  @Test
  void limitsOfSettingsAreThoseThatAreSaid() throws IOException {
    int days = Integer.parseInt(said("is announced again, 1 to (\\d+)\\.").get(0));
    assertThat(preview("renotifyAfterDays: " + days).exitCode()).isZero();
    assertThat(preview("renotifyAfterDays: " + (days + 1)).exitCode()).isEqualTo(2);
    int name = Integer.parseInt(said("is at most (\\d+) characters, hyphens included").get(0));
    String prefix = "p".repeat(name - "-dev".length());
    assertThat(preview("namePrefix: " + prefix).exitCode()).isZero();
    assertThat(preview("namePrefix: " + prefix + "p").exitCode()).isEqualTo(2);
  }
}
