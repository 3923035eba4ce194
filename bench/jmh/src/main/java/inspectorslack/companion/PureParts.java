package inspectorslack.companion;

import inspectorslack.Settings;
import inspectorslack.SettingsReader;
import inspectorslack.alerts.EventPattern;
import inspectorslack.companion.simulate.Samples;
import inspectorslack.companion.simulate.SlackMarkdown;
import inspectorslack.config.Delivery;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Route;
import inspectorslack.config.SettingSource;
import inspectorslack.curation.CurationDefinition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The parts that are functions of values, warm: a start of the program runs them cold. In the
 * companion's package, which keeps most of them to itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 8, time = 1) // After three, some were still twice as slow as in the end.
@Measurement(iterations = 5, time = 1)
public class PureParts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final Surroundings SURROUNDINGS =
      Surroundings.builder()
          .tableName("memory")
          .topicArn("topic")
          .deadLetterQueueUrl("queue")
          .partition("aws")
          .region("eu-west-1")
          .build();

  private static final Delivery NATIVE = new Delivery.Native();
  private static final Delivery.Curated CURATED = new Delivery.Curated(30);

  private static final Map<String, Object> ONE_CHANNEL =
      Map.of("findingSource", "inspector", "severityThreshold", "MEDIUM");

  // Nearly every filter there is.
  private static final Map<String, Object> FIFTY_ROUTES =
      Map.of(
          "findingSource", "inspector",
          "delivery", "curated",
          "slackWorkspaceId", "T0EXAMPLE00",
          "routes", IntStream.range(0, 50).mapToObj(PureParts::route).toList());

  private static final Map<String, Object> REFUSED =
      Map.of(
          "findingSorce", "inspector",
          "severityThreshold", "MEDUIM",
          "scanTypes", List.of("EC2", "S3"),
          "slackChannelId", "#alerts");

  private static Map<String, Object> route(int i) {
    return Map.of(
        "name", "route-" + i,
        "slackChannelId", "C0EXAMPLE%02d".formatted(i),
        "severityThreshold", "MEDIUM",
        "scanTypes", List.of("EC2", "ECR", "LAMBDA"),
        "findingTypes", List.of("PACKAGE_VULNERABILITY"),
        "accountIds", List.of("123456789012", "210987654321"),
        "resourceTags", Map.of("team", "web"),
        "fixAvailable", "true",
        "minEpss", "0.1",
        "mentions", Map.of("CRITICAL", "<!here>"));
  }

  private final Settings flat = read(ONE_CHANNEL);
  private final Settings routed = read(FIFTY_ROUTES);
  private final Route all = flat.routes().get(0);
  private final Route filtered = routed.routes().get(0);

  private final String text = sample("inspector-ec2-package");
  private final JsonNode taken = parsed(text);
  private final JsonNode dropped = parsed(sample("inspector-lambda-package"));
  private final String pattern = EventPattern.json(flat.findingSource(), all, NATIVE);
  private final String filteredPattern = EventPattern.json(flat.findingSource(), filtered, CURATED);
  private final RuleMatcher matcher = new RuleMatcher(pattern);
  private final RuleMatcher filteredMatcher = new RuleMatcher(filteredPattern);

  private final Map<Object, Object> published = new HashMap<>();
  // Whatever is asked of AWS succeeds, so every finding is a new one.
  private final StateMachineInterpreter workflow =
      new StateMachineInterpreter(
          definitionCurated(),
          (action, arguments) -> {
            published.putAll(arguments);
            return Map.of();
          });
  private final List<String> lines = lines();

  public PureParts() {
    // What is measured has to be what its name says.
    check(matcher.mismatch(taken).isEmpty());
    check(matcher.mismatch(dropped).isPresent());
    check(filteredMatcher.mismatch(dropped).isPresent());
    check(refused().length() > 100);
  }

  @Benchmark
  public String patternNative() {
    return EventPattern.json(flat.findingSource(), all, NATIVE);
  }

  @Benchmark
  public String patternNativeFiltered() {
    return EventPattern.json(flat.findingSource(), filtered, NATIVE);
  }

  @Benchmark
  public String patternCurated() {
    return EventPattern.json(flat.findingSource(), all, CURATED);
  }

  @Benchmark
  public String patternCuratedFiltered() {
    return EventPattern.json(flat.findingSource(), filtered, CURATED);
  }

  @Benchmark
  public RuleMatcher compilePattern() {
    return new RuleMatcher(pattern);
  }

  @Benchmark
  public RuleMatcher compilePatternCuratedFiltered() {
    return new RuleMatcher(filteredPattern);
  }

  @Benchmark
  public JsonNode parseEvent() {
    return parsed(text);
  }

  @Benchmark
  public Optional<RuleMatcher.Mismatch> matchTaken() {
    return matcher.mismatch(taken);
  }

  @Benchmark
  public Optional<RuleMatcher.Mismatch> matchDropped() {
    return matcher.mismatch(dropped);
  }

  @Benchmark
  public Optional<RuleMatcher.Mismatch> matchDroppedCuratedFiltered() {
    return filteredMatcher.mismatch(dropped);
  }

  @Benchmark
  public String definitionCurated() {
    return CurationDefinition.json(flat.findingSource(), all, CURATED, SURROUNDINGS);
  }

  @Benchmark
  public String definitionCuratedFiltered() {
    return CurationDefinition.json(flat.findingSource(), filtered, CURATED, SURROUNDINGS);
  }

  /** The state machine from an event to the message published, JSONata and all. */
  @Benchmark
  public StateMachineInterpreter.End composeMessage() {
    return workflow.run("execution", taken);
  }

  @Benchmark
  public Element renderMessage() {
    Element body = new Element("body");
    lines.forEach(line -> SlackMarkdown.append(line, body.appendElement("p")));
    return body;
  }

  @Benchmark
  public String routeInWords() {
    return RouteText.of(filtered);
  }

  @Benchmark
  public Settings settingsOneChannel() {
    return read(ONE_CHANNEL);
  }

  @Benchmark
  public Settings settingsFiftyRoutes() {
    return read(FIFTY_ROUTES);
  }

  @Benchmark
  public String settingsRefused() {
    return refused();
  }

  private static String refused() {
    try {
      return "none: " + read(REFUSED);
    } catch (InvalidSettings e) {
      return e.getMessage();
    }
  }

  private static Settings read(Map<String, Object> values) {
    return SettingsReader.read(SettingSource.of(values), "inspector-slack", "bench", TODAY);
  }

  /** A message as the page of {@code simulate} shows it. */
  private List<String> lines() {
    check(workflow.run("execution", taken).state().equals("Announced"));
    JsonNode content = parsed(published.get("Message").toString()).path("content");
    return List.of(
            content.path("title").asText(),
            content.path("description").asText(),
            content.path("nextSteps").path(0).asText())
        .stream()
        .flatMap(String::lines)
        .toList();
  }

  private static String sample(String name) {
    try (InputStream in = Samples.open("samples/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a benchmark would not measure what its name says");
    }
  }
}
