package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.Console;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.InvalidInput;
import inspectorslack.companion.simulate.SimulatedRoute.Held;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import inspectorslack.curation.CurationDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What curated delivery asks Inspector for beyond the event, in messages, summaries and filters.
 *
 * <p>Not proven here: that Inspector answers in time.
 */
class DetailsTests {
  private static final String ARN =
      "arn:aws:inspector2:eu-west-1:123456789012:finding/00000000000000000000000000000003";
  private static final String LISTED =
      """
      "cisaData": {"dateAdded": "2026-11-13T00:00:00+00:00", "dateDue": "2027-01-04T00:00:00Z",
                   "action": "Apply updates <now>."}
      """;
  private static final Map<MentionKey, String> MENTIONS =
      Map.of(MentionKey.KNOWN_EXPLOITED, "<!subteam^S0EXAMPLE00>", MentionKey.CRITICAL, "<!here>");
  private static final FindingFilter KNOWN_EXPLOITED =
      FindingFilter.builder().knownExploited(true).build();
  private static final FindingFilter IN_USE = FindingFilter.builder().inUse(true).build();

  private static InspectorDetails details(String... outputs) throws IOException {
    InspectorDetails details = new InspectorDetails();
    for (String output : outputs) {
      details.read(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
    }
    return details;
  }

  /** What {@code batch-get-finding-details} prints of a finding. */
  private static String of(String arn, String members) {
    return "{\"findingDetails\": [{\"findingArn\": \"%s\", %s}], \"errors\": []}"
        .formatted(arn, members);
  }

  /** What {@code list-findings} prints of a finding of an image. */
  private static String image(String arn, String members) {
    return """
        {"findings": [{"findingArn": "%s", "resources": [{"type": "AWS_ECR_CONTAINER_IMAGE",
          "tags": {}, "details": {"awsEcrContainerImage": {%s}}}]}], "nextToken": null}
        """
        .formatted(arn, members);
  }

  private static FindingSource source(String sample) {
    return sample.startsWith("securityhub") ? FindingSource.SECURITYHUB : FindingSource.INSPECTOR;
  }

  private static SimulatedCuration curation(
      FindingSource source, FindingFilter filter, Storm storm, InspectorDetails details) {
    return new SimulatedCuration(
        CurationDefinition.json(
            source,
            new Route("all", Severity.LOW, filter, MENTIONS, storm, Optional.empty()),
            new Delivery.Curated(30),
            SimulatedCuration.surroundings("eu-west-1").build()),
        details);
  }

  private static Outcome run(String sample, FindingFilter filter, InspectorDetails details) {
    return curation(source(sample), filter, Storm.DEFAULT, details).run(sample(sample));
  }

  private static JsonNode message(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Taken.class);
    return ((Taken) outcome).message().orElseThrow();
  }

  private static List<String> lines(JsonNode message) {
    return message.at("/content/description").asText().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspector-ecr-image", "securityhub-ecr-image"})
  void theMessageSaysAllThatIsKnown(String sample) throws IOException {
    JsonNode message =
        message(
            run(
                sample,
                FindingFilter.ALL,
                details(
                    of(
                            ARN,
                            LISTED
                                + """
                            , "exploitObserved": {"firstSeen": 1762905600, "lastSeen": 1763078400},
                            "referenceUrls": ["https://a.example/1?a=b&c", "ftp://b.example", 7,
                              "https://c.example/<x>", "https://d.example"]
                            """)
                        + image(
                            ARN,
                            "\"imageTags\": [\"latest\"], \"inUseCount\": 1, \"lastInUseAt\": \"2026-11-16T09:50:00+01:00\""))));
    assertThat(message.at("/metadata/summary").asText())
        .startsWith("CRITICAL, known exploited: CVE-2026-00003");
    assertThat(message.at("/content/title").asText())
        .startsWith(":rotating_light: CRITICAL, known exploited: CVE-2026-00003");
    assertThat(lines(message))
        .startsWith(
            "<!here> <!subteam^S0EXAMPLE00>",
            "*Known exploited:* on CISA's list since 2026-11-13 · due by 2027-01-04 · Apply updates &lt;now&gt;.")
        .contains(
            "*In use:* by 1 task or pod · last used 2026-11-16",
            "*Exploit:* known · last observed 2025-11-14",
            "*References:* <https://a.example/1?a=b&amp;c|a.example> · <https://d.example|d.example> · <https://www.cve.org/CVERecord?id=CVE-2026-00003|www.cve.org>")
        .anyMatch(line -> line.endsWith(" · tagged 2026-11-16, latest · container image"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"inUseCount\": 0', '*In use:* by no task or pod'",
    "'\"inUseCount\": 12', '*In use:* by 12 tasks or pods'",
    "'\"lastInUseAt\": 1763078400', '*In use:* last used 2025-11-14'"
  })
  void theUseOfAnImageIsShownAsFarAsItIsKnown(String members, String line) throws IOException {
    assertThat(
            lines(
                message(
                    run("inspector-ecr-image", FindingFilter.ALL, details(image(ARN, members))))))
        .contains(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspector-ecr-image", "securityhub-ecr-image"})
  void withoutAnAnswerTheFindingIsAnnouncedWithoutDetails(String sample) throws IOException {
    assertThat(message(run(sample, FindingFilter.ALL, details())))
        .isEqualTo(
            message(
                run(
                    sample,
                    FindingFilter.ALL,
                    details(of("arn:of:another", LISTED), image("arn:of:another", "")))));
    assertThat(message(run(sample, FindingFilter.ALL, details())).toString())
        .doesNotContain("nown exploited", "In use", "last observed");
  }

  @ParameterizedTest
  @CsvSource({
    // What Inspector answers, whether the finding is taken, and whether if it has to be known.
    "listed, true, true",
    "other, false, false",
    "none, true, false"
  })
  void aRouteOfKnownExploitedFindings(String answer, boolean isTaken, boolean isTakenIfKnown)
      throws IOException {
    InspectorDetails details =
        switch (answer) {
          case "listed" -> details(of(ARN, LISTED));
          case "other" -> details(of(ARN, "\"riskScore\": 7"));
          default -> details();
        };
    for (String sample : List.of("inspector-ecr-image", "securityhub-ecr-image")) {
      assertThat(run(sample, KNOWN_EXPLOITED, details) instanceof Taken).isEqualTo(isTaken);
      FindingFilter known = FindingFilter.builder().knownExploited(true).requireKnown(true).build();
      assertThat(run(sample, known, details) instanceof Taken).isEqualTo(isTakenIfKnown);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspector-ec2-network",
        "securityhub-ec2-network",
        "inspector-lambda-code",
        "securityhub-lambda-code"
      })
  void whatIsNoVulnerabilityIsNotKnownExploited(String sample) throws IOException {
    assertThat(run(sample, KNOWN_EXPLOITED, details()))
        .isEqualTo(new Passed("it isn't on CISA's list of known exploited vulnerabilities"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"inUseCount\": 1', true, true",
    "'\"inUseCount\": 0', false, false",
    "'\"imageTags\": []', true, false"
  })
  void aRouteOfImagesInUse(String members, boolean isTaken, boolean isTakenIfKnown)
      throws IOException {
    InspectorDetails details = details(image(ARN, members));
    for (String sample : List.of("inspector-ecr-image", "securityhub-ecr-image")) {
      assertThat(run(sample, IN_USE, details) instanceof Taken).isEqualTo(isTaken);
      FindingFilter known = FindingFilter.builder().inUse(true).requireKnown(true).build();
      assertThat(run(sample, known, details) instanceof Taken).isEqualTo(isTakenIfKnown);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"inUseCount\": 0', no task or pod uses its image",
    "'\"imageTags\": []', it's unknown whether a task or pod uses it"
  })
  void theReasonSaysWhetherTheUseIsKnown(String members, String reason) throws IOException {
    FindingFilter known = FindingFilter.builder().inUse(true).requireKnown(true).build();
    assertThat(run("inspector-ecr-image", known, details(image(ARN, members))))
        .isEqualTo(new Passed(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "true, it isn't on CISA's list of known exploited vulnerabilities",
    "false, it's unknown whether it's on CISA's list of known exploited vulnerabilities"
  })
  void theReasonSaysWhetherTheListingIsKnown(boolean isAnswered, String reason) throws IOException {
    FindingFilter known = FindingFilter.builder().knownExploited(true).requireKnown(true).build();
    InspectorDetails details = isAnswered ? details(of(ARN, "\"riskScore\": 7")) : details();
    assertThat(run("inspector-ecr-image", known, details)).isEqualTo(new Passed(reason));
  }

  /** The samples' own answers say nothing of this finding's listing, and all of that one's. */
  @Test
  void simulateSaysWhichRouteTakesAFindingOnlyBecauseDetailsAreUnknown(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\n");
    Files.writeString(
        folder.resolve("Pulumi.dev.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:routes:
            - {name: all, slackChannelId: C0EXAMPLE01, severityThreshold: LOW}
            - {name: exploited, slackChannelId: C0EXAMPLE02, severityThreshold: LOW, knownExploited: true}
        """);
    String out = Console.run(folder, "", false, "simulate", "dev").out();
    assertThat(out)
        .containsSubsequence(
            "samples/inspector-ecr-image.json",
            "to all, exploited\n",
            "samples/inspector-hostile-text.json",
            "to all, exploited\n",
            "to exploited: it's unknown whether it's on CISA's list of known exploited",
            "samples/inspector-lambda-code.json",
            "not to exploited: it isn't on CISA's list of known exploited vulnerabilities\n");
    assertThat(out.substring(0, out.indexOf("samples/inspector-hostile-text.json")))
        .doesNotContain("to exploited: it's unknown");
  }

  @Test
  void otherResourcesThanImagesAreTakenUnlessTheirUseHasToBeKnown() throws IOException {
    assertThat(run("inspector-ec2-package", IN_USE, details())).isInstanceOf(Taken.class);
    assertThat(
            run(
                "inspector-ec2-package",
                FindingFilter.builder().inUse(true).requireKnown(true).build(),
                details()))
        .isEqualTo(new Passed("it's unknown whether a task or pod uses it"));
  }

  @ParameterizedTest
  @CsvSource({"80000, true", "100000, false"})
  void theUseOfAnImageIsNotAskedForIfTheEventIsLarge(int description, boolean isAsked)
      throws IOException {
    InspectorDetails details = details(image(ARN, "\"inUseCount\": 1"));
    ObjectNode event = sample("inspector-ecr-image");
    ((ObjectNode) event.get("detail")).put("description", "x".repeat(description));
    Outcome outcome =
        curation(FindingSource.INSPECTOR, FindingFilter.ALL, Storm.DEFAULT, details).run(event);
    assertThat(lines(message(outcome)).contains("*In use:* by 1 task or pod")).isEqualTo(isAsked);
  }

  @Test
  void bothFiltersHaveToTakeAFinding() throws IOException {
    FindingFilter both = FindingFilter.builder().knownExploited(true).inUse(true).build();
    String sample = "inspector-ecr-image";
    String unused = image(ARN, "\"inUseCount\": 0");
    String used = image(ARN, "\"inUseCount\": 2");
    assertThat(run(sample, both, details(of(ARN, LISTED), used))).isInstanceOf(Taken.class);
    assertThat(run(sample, both, details(of(ARN, LISTED), unused))).isInstanceOf(Passed.class);
    assertThat(run(sample, both, details(of(ARN, "\"riskScore\": 7"), used)))
        .isInstanceOf(Passed.class);
  }

  @Test
  void aFindingThatCisaListsLaterIsAnnouncedThen() throws IOException {
    InspectorDetails details = details(of(ARN, "\"riskScore\": 7"));
    SimulatedCuration curation =
        curation(FindingSource.INSPECTOR, KNOWN_EXPLOITED, Storm.DEFAULT, details);
    ObjectNode event = sample("inspector-ecr-image");
    assertThat(curation.run(event)).isInstanceOf(Passed.class);
    details.read(new ByteArrayInputStream(of(ARN, LISTED).getBytes(StandardCharsets.UTF_8)));
    assertThat(curation.run(event.put("time", "2026-11-18T10:00:00Z"))).isInstanceOf(Taken.class);
  }

  @Test
  void aSummaryNamesWhatCisaListsFirstAndCountsIt() throws IOException {
    SimulatedCuration curation =
        curation(
            FindingSource.INSPECTOR,
            FindingFilter.ALL,
            new Storm(0, 5),
            details(of("arn:1", LISTED), of("arn:2", "\"riskScore\": 7"), of("arn:4", LISTED)));
    String[] severities = {"CRITICAL", "LOW", "HIGH", "HIGH", "LOW"};
    for (int i = 0; i < severities.length; i++) {
      ObjectNode event = sample("inspector-ec2-package");
      ((ObjectNode) event.get("detail"))
          .put("findingArn", "arn:" + i)
          .put("severity", severities[i])
          .withObject("/packageVulnerabilityDetails")
          .put("vulnerabilityId", "CVE-" + i);
      assertThat(curation.run(event)).isInstanceOf(Held.class);
    }
    List<Summary> summaries = curation.summaries("all", Instant.MAX);
    assertThat(summaries).hasSize(1);
    List<String> lines = lines(summaries.get(0).message());
    assertThat(lines)
        .startsWith("<!here> <!subteam^S0EXAMPLE00>", "*Known exploited:* 2 on CISA's list");
    assertThat(lines.stream().filter(line -> line.contains("CVE-")))
        .map(line -> line.replaceFirst(" · openssl.*", ""))
        .containsExactly(
            "• CVE-1 · LOW · known exploited",
            "• CVE-4 · LOW · known exploited",
            "• CVE-0 · CRITICAL",
            "• CVE-2 · HIGH",
            "• CVE-3 · HIGH");
  }

  @Test
  void aVulnerabilityIsKnownExploitedIfOneOfItsFindingsSaysSo() throws IOException {
    SimulatedCuration curation =
        curation(
            FindingSource.INSPECTOR,
            FindingFilter.ALL,
            new Storm(0, 5),
            details(of("arn:1", LISTED)));
    for (int i = 0; i < 3; i++) {
      ObjectNode event = sample("inspector-ec2-package");
      ((ObjectNode) event.get("detail")).put("findingArn", "arn:" + i);
      assertThat(curation.run(event)).isInstanceOf(Held.class);
    }
    List<Summary> summaries = curation.summaries("all", Instant.MAX);
    assertThat(summaries).hasSize(1);
    assertThat(lines(summaries.get(0).message()))
        .startsWith("<!subteam^S0EXAMPLE00>", "*Known exploited:* 1 on CISA's list")
        .anyMatch(
            line -> line.contains(" · HIGH · known exploited · ") && line.endsWith("3 resources"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "7", "{\"findings\": {}}", "{\"errors\": []}"})
  void whatIsNoOutputOfInspectorIsRefused(String text) {
    assertThatThrownBy(() -> details(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("neither findingDetails nor findings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "[]", "{}", "{\"findingArn\": 5}"})
  void anAnswerAboutNoFindingIsRefusedByItsPlace(String answer) {
    for (String list : List.of("findingDetails", "findings")) {
      assertThatThrownBy(
              () -> details("{\"%s\": [{\"findingArn\": \"a\"}, %s]}".formatted(list, answer)))
          .isInstanceOf(InvalidInput.class)
          .hasMessage(list + "[1] has no findingArn; expected the finding's ARN");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'cisaData': 'x' | cisaData is 'x'; expected an object",
        "'cisaData': {'dateAdded': 5} | cisaData.dateAdded is 5; expected a time such as 2026-11-16T10:00:00Z, or seconds since 1970",
        "'cisaData': {'dateDue': 'soon'} | cisaData.dateDue is 'soon'; expected a time such as 2026-11-16T10:00:00Z, or seconds since 1970",
        "'cisaData': {'action': []} | cisaData.action is an empty list; expected a string",
        "'cisaData': {'dateAdded': 1794528000000} | cisaData.dateAdded is 1794528000000; expected a time such as 2026-11-16T10:00:00Z, or seconds since 1970",
        "'exploitObserved': true | exploitObserved is true; expected an object",
        "'exploitObserved': {'lastSeen': 99999999999999999} | exploitObserved.lastSeen is 99999999999999999; expected a time such as 2026-11-16T10:00:00Z, or seconds since 1970",
        "'epssScore': 97 | epssScore is 97; expected a number from 0 to 1",
        "'riskScore': 'high' | riskScore is 'high'; expected a number",
        "'referenceUrls': 'https://a.example' | referenceUrls is 'https://a.example'; expected a list"
      })
  void aDetailThatIsSomethingElseIsRefused(String members, String problem) {
    assertThatThrownBy(() -> details(of(ARN, members.replace('\'', '"'))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("findingDetails[0]: " + problem.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"inUseCount\": -1', inUseCount is -1; expected a number of tasks and pods",
    "'\"inUseCount\": 1.5', inUseCount is 1.5; expected a number of tasks and pods",
    "'\"inUseCount\": \"3\"', inUseCount is \"3\"; expected a number of tasks and pods",
    "'\"imageTags\": {}', imageTags is an object; expected a list"
  })
  void aUseThatIsSomethingElseIsRefused(String members, String problem) {
    assertThatThrownBy(() -> details(image(ARN, members)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("findings[0]: resources[0].details.awsEcrContainerImage." + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', resources is an object; expected a list",
    "'[7]', resources[0] is 7; expected an object",
    "'[{\"details\": []}]', resources[0].details is an empty list; expected an object"
  })
  void aResourceThatIsSomethingElseIsRefused(String resources, String problem) {
    assertThatThrownBy(
            () ->
                details(
                    "{\"findings\": [{\"findingArn\": \"a\", \"resources\": %s}]}"
                        .formatted(resources)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("findings[0]: " + problem);
  }

  @Test
  void aFieldInOtherLettersIsRefused() {
    assertThatThrownBy(() -> details(of(ARN, "\"cisadata\": {}")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("findingDetails[0]: cisaData is spelled cisadata");
  }

  @Test
  void oneFileHasOneAnswerAboutAFinding() throws IOException {
    String one = of(ARN, "\"riskScore\": 7");
    assertThatThrownBy(() -> details(one + of(ARN, LISTED)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "findingDetails[0] differs from an earlier answer about the same finding; keep one of them");
    details(one + one + image(ARN, "\"inUseCount\": 1"));
  }

  @Test
  void severalFilesHaveOneAnswerAboutAFinding(@TempDir Path folder) throws IOException {
    String one =
        Files.writeString(folder.resolve("1.json"), of(ARN, "\"riskScore\": 7")).toString();
    String other = Files.writeString(folder.resolve("2.json"), of(ARN, LISTED)).toString();
    Console console = Console.run("simulate", "prod", "--details", one, "--details", other);
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: %s: findingDetails[0] differs from an earlier answer about the same finding; keep one of them\n"
                .formatted(other));
    assertThat(Console.run("simulate", "prod", "--details", one, "--details", one).err())
        .doesNotContain("differs");
  }

  @Test
  void aPageThatIsNotTheLastIsNoted(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("page.json");
    for (String next : List.of("null", "\"more\"")) {
      Files.writeString(page, image(ARN, "").replace("null}", next + "}"));
      assertThat(
              Console.run("simulate", "prod", "--details", page.toString())
                  .err()
                  .lines()
                  .toList()
                  .contains(
                      "note: %s is only one page of findings (it has a next token)"
                          .formatted(page)))
          .isEqualTo(!next.equals("null"));
    }
  }

  @Test
  void detailsOfOtherFindingsAreNoted(@TempDir Path folder) throws IOException {
    String other =
        "arn:aws:inspector2:eu-west-1:123456789012:finding/ffffffffffffffffffffffffffffffff";
    String note =
        "note: none of the findings in --details is one that curated delivery asked about, so all details are unknown";
    for (String arn : List.of(ARN, other)) {
      Path file = Files.writeString(folder.resolve("details.json"), of(arn, LISTED));
      assertThat(
              Console.run("simulate", "prod", "--details", file.toString())
                  .err()
                  .lines()
                  .toList()
                  .contains(note))
          .isEqualTo(arn.equals(other));
    }
    Path file = Files.writeString(folder.resolve("details.json"), of(other, LISTED));
    // No event, no question.
    assertThat(Console.withInput("", "simulate", "prod", "--details", file.toString(), "-").err())
        .doesNotContain(note);
  }

  @Test
  void errorsOfInspectorAreNotedByTheirCode(@TempDir Path folder) throws IOException {
    String error = "{\"findingArn\": \"%s\", \"errorCode\": \"%s\", \"errorMessage\": \"No.\"}";
    Path file =
        Files.writeString(
            folder.resolve("errors.json"),
            of(ARN, LISTED)
                .replace(
                    "\"errors\": []",
                    "\"errors\": [%s, %s, %s]"
                        .formatted(
                            error.formatted("arn:1", "ACCESS_DENIED"),
                            error.formatted("arn:2", "ACCESS_DENIED"),
                            error.formatted("arn:3", "INTERNAL_ERROR"))));
    assertThat(Console.run("simulate", "prod", "--details", file.toString()).err().lines())
        .contains(
            "note: %s has 2 errors (ACCESS_DENIED) instead of details; the details of these findings are unknown"
                .formatted(file),
            "note: %s has 1 error (INTERNAL_ERROR) instead of details; the details of this finding are unknown"
                .formatted(file));
  }

  @Test
  void aMemberWithoutANameIsOneThatNobodyAsksFor() throws IOException {
    assertThat(
            lines(
                message(
                    run(
                        "inspector-ecr-image",
                        KNOWN_EXPLOITED,
                        details(of(ARN, "\"\": 1, " + LISTED))))))
        .anyMatch(line -> line.startsWith("*Known exploited:*"));
  }
}
