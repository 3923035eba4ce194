package inspectorslack.companion.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.aws.Place;
import inspectorslack.companion.CloudMocks;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.ListedTime;
import inspectorslack.companion.StateMachineInterpreter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Regions;
import inspectorslack.digest.Digest;
import inspectorslack.digest.DigestDefinition;
import inspectorslack.digest.DigestReader;
import inspectorslack.stepfunctions.Surroundings;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The digests that a stack would post about listed findings: runs the deployed state machine, with
 * {@link CountedFindings} in the place of Inspector.
 */
final class DigestForecast {
  private static final JsonMapper JSON = new JsonMapper();

  /** Where a digest's findings are, and its message. */
  record Posted(String region, JsonNode message) {}

  private final Settings settings;
  private final String home;
  private final Digest digest;
  private final Map<String, CountedFindings> byRegion = new TreeMap<>();
  private final Map<String, Integer> byAccount = new HashMap<>();
  private Instant newest = Instant.EPOCH;
  private int untyped;
  // The labels of lines that the list can't fill, and for how many findings.
  private final Map<String, Integer> unknown = new TreeMap<>();
  private int uncertain;

  /**
   * Starts with no findings.
   *
   * @param home the Region of findings that don't name one
   */
  DigestForecast(Settings settings, String home) {
    this.settings = settings;
    this.home = home;
    this.digest = settings.digest().orElseGet(() -> DigestReader.byDefault(settings.routes()));
  }

  /** Adds a finding that hasn't been added before. */
  void add(FindingSource source, JsonNode finding, FindingEvent main) {
    if (!OpenFinding.isOpen(source, finding)) {
      uncertain += OpenFinding.mayBeOpen(source, finding) ? 1 : 0;
      return;
    }
    OpenFinding open = OpenFinding.of(source, finding, main);
    String region =
        main.regionOfArn().or(main::region).filter(Place.REGIONS::contains).orElse(home);
    byRegion.computeIfAbsent(region, it -> new CountedFindings()).add(open);
    // Only an id: the message takes the stack's own account as it is.
    main.account()
        .filter(it -> it.matches("\\d{12}"))
        .ifPresent(it -> byAccount.merge(it, 1, Integer::sum));
    updated(source, finding).ifPresent(this::note);
    open.firstSeen().ifPresent(this::note);
    untyped += open.type().isEmpty() ? 1 : 0;
    boolean isMeasured = open.severity().filter(digest.maxAgeDays()::containsKey).isPresent();
    if (isMeasured && open.firstSeen().isEmpty()) {
      unknown.merge("Overdue", 1, Integer::sum);
    }
    // What Inspector's own list lacks, Inspector doesn't count either.
    if (source != FindingSource.INSPECTOR && open.isOfPackage()) {
      if (open.isFixable().isEmpty()) {
        unknown.merge("Fix", 1, Integer::sum);
      }
      if (open.isExploitable().isEmpty()) {
        unknown.merge("Exploit", 1, Integer::sum);
      }
    }
  }

  private static Optional<Instant> updated(FindingSource source, JsonNode finding) {
    return ListedTime.of(
        finding.at(
            switch (source) {
              case INSPECTOR -> "/updatedAt";
              case SECURITYHUB -> "/UpdatedAt";
              case SECURITYHUB_V2 -> "/finding_info/modified_time_dt";
            }));
  }

  private void note(Instant time) {
    newest = time.isAfter(newest) ? time : newest;
  }

  /** What the digest is due for: the newest time in the list; empty if it has no times. */
  Optional<Instant> asOf() {
    return newest.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(newest);
  }

  /** The route that gets the digest. */
  String route() {
    return digest.route();
  }

  /** How many open findings each Region has. */
  Map<String, Integer> openByRegion() {
    Map<String, Integer> open = new TreeMap<>();
    byRegion.forEach((region, findings) -> open.put(region, findings.open()));
    return open;
  }

  /**
   * The digests, one for each Region: those of the stack's Regions first, and of them the one with
   * the most open findings.
   */
  List<Posted> posted() {
    Map<String, CountedFindings> all =
        byRegion.isEmpty() ? Map.of(home, new CountedFindings()) : byRegion;
    Regions regions = settings.regions();
    return all.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, CountedFindings> it) ->
                        !regions.home().equals(Optional.of(it.getKey()))
                            && !regions.others().contains(it.getKey()))
                .thenComparing(it -> -it.getValue().open())
                .thenComparing(Map.Entry::getKey))
        .flatMap(it -> posted(it.getKey(), it.getValue()).stream())
        .toList();
  }

  /** Empty if the digest is silent, as in a Region without open findings. */
  private Optional<Posted> posted(String region, CountedFindings findings) {
    List<JsonNode> messages = new ArrayList<>();
    StateMachineInterpreter machine =
        new StateMachineInterpreter(
            DigestDefinition.json(
                digest,
                Surroundings.builder()
                    .tableName("totals")
                    .topicArn("topic")
                    .accountId(account())
                    .partition(Place.partition(region))
                    .region(region)
                    .isOneOfSeveral(settings.regions().count() > 1)
                    .accountNames(settings.accountNames())
                    .build()),
            (action, arguments) -> {
              switch (action) {
                case "dynamodb:getItem", "dynamodb:putItem" -> {} // It's the first digest.
                case "sns:publish" ->
                    messages.add(parsed(String.valueOf(arguments.get("Message"))));
                default -> {
                  return findings.call(action.substring(action.lastIndexOf(':') + 1), arguments);
                }
              }
              return Map.of();
            });
    StateMachineInterpreter.End end = machine.run("execution", newest, JSON.createObjectNode());
    if (!end.state().equals("Posted")) {
      throw new IllegalStateException(end.error());
    }
    return messages.stream().findFirst().map(it -> new Posted(region, known(it)));
  }

  /** A message without the lines whose numbers would be too low. */
  private JsonNode known(JsonNode message) {
    JsonNode copy = message.deepCopy();
    ObjectNode content = (ObjectNode) copy.path("content");
    content.put(
        "description",
        content
            .path("description")
            .asText()
            .lines()
            .filter(
                line -> unknown.keySet().stream().noneMatch(it -> line.startsWith("*" + it + ":*")))
            .collect(Collectors.joining("\n")));
    return copy;
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The account that the digest is of, as far as a list shows it: the one with the most. */
  private String account() {
    return byAccount.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(CloudMocks.ACCOUNT);
  }

  /** What the reader should know of the first digest, a sentence each. */
  List<String> notes(String stack) {
    return Stream.of(
            settings.digest().isPresent()
                ? ""
                : "Stack %s has no digest; with the default settings, this is what it would post. To turn it on: pulumi config set --path digest.schedule '%s'"
                    .formatted(stack, digest.schedule()),
            byRegion.size() < 2 ? "" : ofRegions(),
            byAccount.size() < 2
                ? ""
                : "The findings are from %,d accounts; the digest is shown as account %s posts it, which has the most."
                    .formatted(byAccount.size(), account()),
            untyped == 0
                ? ""
                : "Left out: %,d of a type that the digest doesn't count, or of none."
                    .formatted(untyped),
            unknown.isEmpty()
                ? ""
                : "Left out because the list doesn't say it of every finding: %s."
                    .formatted(
                        unknown.entrySet().stream()
                            .map(it -> "%s (unknown for %,d)".formatted(it.getKey(), it.getValue()))
                            .collect(Collectors.joining(", "))),
            uncertain == 0
                ? ""
                : "Left out: %,d suppressed or resolved in Security Hub. Inspector may still count them."
                    .formatted(uncertain))
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private String ofRegions() {
    return "Each Region of a stack posts its own digest. Open findings in the list: "
        + openByRegion().entrySet().stream()
            .map(it -> "%,d in %s".formatted(it.getValue(), it.getKey()))
            .collect(Collectors.joining(", ", "", "."));
  }
}
