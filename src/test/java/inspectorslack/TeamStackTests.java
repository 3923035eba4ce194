package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.companion.Console;
import inspectorslack.companion.simulate.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The companion on a team's stack. What it has to say of each sample is in {@code
 * src/test/resources/samples.csv}, by which the emulator's suite goes too.
 */
class TeamStackTests {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @BeforeEach
  void makeStack() throws IOException {
    TeamStack.copyTo(folder);
  }

  private Console run(String... args) {
    return Console.run(folder, "", false, args);
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void everySampleGoesToTheRoutesOfTheTableAndTheOthersSayWhyNot() {
    Console console = run("simulate", TeamStack.NAME, "--json");
    assertThat(console.err()).isEmpty();
    List<String> said =
        console
            .out()
            .lines()
            .map(TeamStackTests::json)
            .map(
                line ->
                    "%s: %s, routes %s, reasons %s"
                        .formatted(
                            line.get("file").asText().replaceAll("samples/|\\.json", ""),
                            line.get("verdict").asText(),
                            line.get("notifications").findValuesAsText("route"),
                            line.get("reason").asText()))
            .toList();
    assertThat(said)
        .containsExactlyElementsOf(
            SampleVerdicts.all().stream()
                .map(
                    row ->
                        "%s: %s, routes %s, reasons %s"
                            .formatted(
                                row,
                                row.routes().isEmpty() ? "drop" : "notify",
                                row.routes(),
                                row.reasons().isEmpty() ? "null" : row.reasons()))
                .toList());
  }

  @Test
  void onlyTheRouteWithAMentionCallsAnybody() {
    assertThat(run("simulate", TeamStack.NAME, "--json").out().lines().map(TeamStackTests::json))
        .flatExtracting(line -> line.get("notifications").valueStream().toList())
        .filteredOn(notification -> notification.toString().contains("<!here>"))
        .extracting(notification -> notification.get("route").asText())
        // The two CRITICAL samples that are open.
        .containsExactly("oncall", "oncall");
  }

  @Test
  void aMessageOfSeveralRoutesIsPrintedOnceWithTheirNames() {
    String out =
        run("simulate", TeamStack.NAME, "src/main/resources/samples/inspector-ecr-image.json")
            .out();
    assertThat(out)
        .contains("\n         to oncall (with <!here>), platform, owners\n")
        .containsOnlyOnce(":rotating_light: CRITICAL: CVE-2026-00003 - log4j-core")
        .doesNotContain("\n         <!here>\n");
    assertThat(
            run("simulate", TeamStack.NAME, "src/main/resources/samples/inspector-closed.json")
                .out())
        .startsWith(
            """
            drop     src/main/resources/samples/inspector-closed.json:1
                     the finding closes; the memory has nothing to close

            """);
  }

  @Test
  void theTableHasEverySampleOnce() throws IOException {
    assertThat(SampleVerdicts.all().stream().map(Row::sample))
        .containsExactlyElementsOf(
            Samples.names().stream().map(it -> it.replaceAll("samples/|\\.json", "")).toList());
  }

  @Test
  void previewDescribesRoutesAndDigest() {
    List<String> lines =
        run("preview", TeamStack.NAME, "--details")
            .out()
            .lines()
            .map(line -> line.strip())
            .toList();
    assertThat(lines.stream().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "oncall C0EXAMPLE01 CRITICAL; mentions <!here>",
            "platform C0EXAMPLE02 HIGH and above; fix available or unknown",
            "owners C0EXAMPLE03 INFORMATIONAL and above; in account 123456789012",
            "digest cron(0 9 ? * MON *) in Europe/Berlin, to route platform; overdue: CRITICAL after 14 days",
            "coverage alerts to route oncall, about resources that Inspector stops scanning",
            "suppression sandbox until 2099-12-31, because: images of the sandbox are rebuilt every night");
  }
}
