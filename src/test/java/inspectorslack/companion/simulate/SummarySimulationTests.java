package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.detail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.StateMachineInterpreter;
import inspectorslack.companion.StateMachineInterpreter.TaskFailure;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.AccountNames;
import inspectorslack.config.Storm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a summary says, and that it and what its states pass on stay within the limits of the
 * message's schema and of Step Functions.
 *
 * <p>Not proven here: what Slack makes of a summary.
 */
class SummarySimulationTests extends StormTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant END = START.plusSeconds(300);

  /** Step Functions' limit of a variable, and of what a state passes on. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final String HOSTILE = "🚨<&日本\n\"'\\*_ <!channel> <https://example.com|x> `";

  /** A finding as the summary counts it. */
  private record Listed(
      String vulnerability,
      String severity,
      boolean isExploited,
      boolean isFixable,
      String resource) {
    static Listed of(int number, int vulnerabilities) {
      // Squares are spread unevenly over the remainders, so that some have more findings.
      int vulnerability = (int) ((long) number * number % vulnerabilities);
      return new Listed(
          "CVE-2026-%05d".formatted(vulnerability),
          vulnerability % 50 == 1 ? "CRITICAL" : "HIGH",
          vulnerability % 7 == 0,
          vulnerability % 3 != 0,
          "i-%03d".formatted((long) number * number % 83));
    }

    ObjectNode event(int number) {
      ObjectNode event = on(resource, finding("finding-" + number, vulnerability, severity, START));
      detail(event)
          .put("exploitAvailable", isExploited ? "YES" : "NO")
          .put("fixAvailable", isFixable ? "YES" : "NO");
      return event;
    }
  }

  private static <K> Map<K, Integer> counts(List<Listed> all, Function<Listed, K> by) {
    return all.stream().collect(Collectors.groupingBy(by, Collectors.summingInt(it -> 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 11, 100, 101, 1_001})
  void aSummaryNamesTheWorstTenAndCountsAll(int findings) {
    List<Listed> all =
        IntStream.range(0, findings).mapToObj(number -> Listed.of(number, 701)).toList();
    SimulatedCuration curation = curation(0, 5);
    for (int number = 0; number < findings; number++) {
      curation.run(all.get(number).event(number));
    }
    Summary summary = summary(curation, END);
    assertThat(summary.findings()).hasSize(findings).doesNotHaveDuplicates();

    Map<String, Integer> severities = counts(all, Listed::severity);
    String numbers =
        Stream.of("CRITICAL", "HIGH")
            .filter(severities::containsKey)
            .map(severity -> severities.get(severity) + " " + severity)
            .collect(Collectors.joining(", "));
    Map<Listed, Integer> vulnerabilities =
        counts(
            all, it -> new Listed(it.vulnerability, it.severity, it.isExploited, it.isFixable, ""));
    Map<String, Integer> resources = counts(all, Listed::resource);
    List<String> expected = new ArrayList<>();
    if (severities.containsKey("CRITICAL")) {
      expected.add("<!here>");
    }
    expected.add("*Fix:* available for " + all.stream().filter(Listed::isFixable).count());
    expected.add("*Vulnerabilities, worst first:*");
    vulnerabilities.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Listed, Integer>, String>comparing(it -> it.getKey().severity)
                .thenComparing(it -> !it.getKey().isExploited)
                .thenComparing(it -> -it.getValue())
                .thenComparing(it -> it.getKey().vulnerability))
        .limit(10)
        .map(
            it ->
                "• %s · %s · %sopenssl 3.0.8, fixed in 0:3.0.17-1 · %d resource%s"
                    .formatted(
                        it.getKey().vulnerability,
                        it.getKey().severity,
                        it.getKey().isExploited ? "exploit known · " : "",
                        it.getValue(),
                        it.getValue() == 1 ? "" : "s"))
        .forEach(expected::add);
    if (vulnerabilities.size() > 10) {
      expected.add("• and %d more".formatted(vulnerabilities.size() - 10));
    }
    expected.add("*Most affected:*");
    resources.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Integer>, Integer>comparing(it -> -it.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(5)
        .map(
            it ->
                "• name of %s · %s: %d finding%s"
                    .formatted(
                        it.getKey(), it.getKey(), it.getValue(), it.getValue() == 1 ? "" : "s"))
        .forEach(expected::add);

    assertThat(title(summary.message()))
        .isEqualTo(
            ":bar_chart: %d more finding%s: %s"
                .formatted(findings, findings == 1 ? "" : "s", numbers));
    assertThat(lines(summary.message())).containsExactlyElementsOf(expected);
    assertThat(summary.message().at("/content/nextSteps"))
        .extracting(JsonNode::asText)
        .hasSize(1)
        .allSatisfy(
            step ->
                assertThat(step)
                    .matches("<https://eu-west-1\\.console\\.aws\\..*\\|Open the findings .*>"));
    assertSchema(summary.message());
  }

  @Test
  void aVulnerabilityThatIsOnSeveralPagesIsCountedOnce() {
    SimulatedCuration curation = curation(0, 5);
    // By name the last of all, with one finding on the first page, and the most.
    for (int number = 0; number < 160; number++) {
      int vulnerability = Math.min(number / 9, 11);
      curation.run(
          finding("finding-" + number, "CVE-%02d".formatted(vulnerability), "HIGH", START));
    }
    assertThat(lines(summary(curation, END).message()))
        .contains(
            "• CVE-11 · HIGH · openssl 3.0.8, fixed in 0:3.0.17-1 · 61 resources", "• and 2 more");
  }

  private static void assertSchema(JsonNode message) {
    JsonNode content = message.get("content");
    assertThat(characters(content.get("title"))).isBetween(1, 250);
    assertThat(characters(content.get("description"))).isBetween(1, 8_000);
    assertThat(content.get("nextSteps"))
        .allSatisfy(step -> assertThat(characters(step)).isBetween(1, 350));
  }

  private static int characters(JsonNode text) {
    return text.asText().codePointCount(0, text.asText().length());
  }

  @Test
  void textsOfFindingsAreEscapedAndCut() {
    SimulatedCuration curation = curation(0, 5);
    for (int number = 0; number < 250; number++) {
      curation.run(hostile(number));
    }
    JsonNode message = summary(curation, END).message();
    assertSchema(message);
    String description = message.at("/content/description").asText();
    assertThat(lines(message)).hasSize(1 + 2 + 10 + 1 + 1 + 5).contains("• and 240 more");
    assertThat(description.replaceFirst("^<!here>\n", "").replaceAll("&(amp|lt|gt);", ""))
        .contains("🚨")
        .doesNotContain("<", ">", "&");
    assertThat(description.codePoints().filter(it -> it >= 0xD800 && it <= 0xDFFF)).isEmpty();
  }

  private static ObjectNode hostile(int number) {
    String text = number + HOSTILE.repeat(100);
    ObjectNode event =
        on("i" + text, finding("finding-" + number, "CVE" + text, "CRITICAL", START));
    ObjectNode of =
        (ObjectNode) detail(event).at("/packageVulnerabilityDetails/vulnerablePackages/0");
    of.put("name", text).put("version", text).put("fixedInVersion", text);
    detail(event).put("title", text).put("exploitAvailable", text).put("fixAvailable", text);
    return event;
  }

  @Test
  void fieldsOfAnotherTypeOrAbsentAreCountedAllTheSame() {
    SimulatedCuration curation = curation(0, 5);
    ObjectNode event = finding(1, "HIGH", START);
    detail(event).remove(List.of("packageVulnerabilityDetails", "fixAvailable", "title"));
    detail(event).put("resources", 7).putArray("exploitAvailable");
    curation.run(event);
    assertThat(lines(summary(curation, END).message()))
        .containsExactly(
            "*Fix:* available for 0",
            "*Vulnerabilities, worst first:*",
            "• Finding without a title · HIGH · 1 resource",
            "*Most affected:*",
            "• unknown: 1 finding");
  }

  /** The services with a topic that refuses what it's told to, and the sizes of what they pass. */
  private static final class Services implements StateMachineInterpreter.Services {
    private final Memory memory = new Memory();
    private final List<String> posted = new ArrayList<>();
    private final Map<String, Integer> mostBytes = new HashMap<>();
    private boolean isTopicThere;

    @Override
    public Object call(String action, Map<?, ?> arguments) {
      String name = action.substring(action.lastIndexOf(':') + 1);
      if (action.startsWith("aws-sdk:inspector2:")) {
        return new InspectorDetails().call(name, arguments);
      }
      if (name.equals("publish")) {
        if (!isTopicThere) {
          throw new TaskFailure("SNS.NotFoundException", "no topic");
        }
        posted.add(String.valueOf(arguments.get("Message")));
        return Map.of();
      }
      Object result = memory.call(name, arguments);
      mostBytes.merge(name, bytes(result), Math::max);
      if (arguments.get("Item") instanceof Map<?, ?> item && item.get("totals") != null) {
        mostBytes.merge(
            "totals",
            String.valueOf(Objects.requireNonNull((Map<?, ?>) item.get("totals")).get("S"))
                .getBytes(StandardCharsets.UTF_8)
                .length,
            Math::max);
      }
      return result;
    }

    private static int bytes(Object result) {
      try {
        return JSON.writeValueAsBytes(result).length;
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
  }

  static List<AccountNames> accountNames() {
    return List.of(AccountNames.NONE, new AccountNames(Map.of("123456789012", "&".repeat(50))));
  }

  @ParameterizedTest
  @MethodSource("accountNames")
  void pagesAndTotalsOfTheLongestTextsStayBelowStepFunctionsLimit(AccountNames names) {
    Services services = new Services();
    var workflow = new StateMachineInterpreter(definition(new Storm(0, 5), names), services);
    for (int number = 0; number < 300; number++) {
      assertThat(workflow.run("execution-" + number, START, hostile(number)).state())
          .isEqualTo("Told");
    }
    ObjectNode schedule =
        JSON.createObjectNode().put("source", "aws.events").put("time", END.toString());
    assertThat(workflow.run("first", END, schedule).state()).isEqualTo("Failed");
    assertThat(services.mostBytes.get("query") + services.mostBytes.get("totals"))
        .isLessThan(MOST_BYTES);
    assertThat(services.posted).isEmpty();

    // The next run has the totals of the one that failed, and what came since.
    assertThat(workflow.run("later", END, hostile(1_000)).state()).isEqualTo("Told");
    services.isTopicThere = true;
    Instant next = END.plusSeconds(300);
    schedule.put("time", next.toString());
    assertThat(workflow.run("second", next, schedule).state()).isEqualTo("Summarized");
    assertThat(workflow.run("third", next, schedule).state()).isEqualTo("Summarized");
    assertThat(services.posted).hasSize(1);
    assertSchema(SimulatedCuration.parsed(services.posted.get(0)));
    assertThat(title(SimulatedCuration.parsed(services.posted.get(0))))
        .isEqualTo(":bar_chart: 301 more findings: 301 CRITICAL");
  }
}
