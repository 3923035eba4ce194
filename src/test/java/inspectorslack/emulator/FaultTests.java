package inspectorslack.emulator;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Routes;
import inspectorslack.config.Severity;
import inspectorslack.coverage.CoverageDefinition;
import inspectorslack.curation.CurationDefinition;
import inspectorslack.curation.MemoryCalls;
import inspectorslack.digest.DigestRecording;
import inspectorslack.digest.DigestRecording.Run;
import inspectorslack.engine.Proof;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Every task of every state machine fails in every way, once and permanently. Afterwards each
 * finding has been announced exactly once or is in exactly one summary, or {@code tools/replay}
 * does that. It takes the event from the dead-letter queue or, if sending to the queue failed, from
 * the log.
 *
 * <p>Not proven here: curation of findings directly from Inspector, whose tasks are a subset of
 * those for Security Hub; how often AWS itself retries; and a summary whose Take is refused and
 * whose IsTaken then fails permanently, which posts findings that the next one posts again.
 */
@ExtendWith(NeedsEmulator.class)
class FaultTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Proof PROOF =
      new Proof("faults", "machine", "task", "each attempt", "once", "permanently");
  private static final Map<String, String> FAULTS =
      Map.of(
          "refused", "is refused",
          "throttled", "is throttled",
          "timeout", "times out",
          "lost", "succeeds, but its response is lost");

  /** It lies ahead, since old events are judged by the clock. */
  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);

  /** What the machine's time is when it posts what it holds. */
  private static final Instant END = START.plus(30, ChronoUnit.DAYS);

  private static final Duration DAY = Duration.ofDays(1);

  /** The tasks of a summary. */
  private static final Set<String> SUMMARY =
      Set.of("ListHeld", "Take", "IsTaken", "Summarize", "KeepTotals");

  /** What a summary says of one vulnerability. */
  private static final Pattern NAMED = Pattern.compile("• (\\S+) · .* · ([0-9]+) resources?");

  private static final String HELD = "held ";

  /** The tasks that ask Inspector for details. */
  private static final Set<String> QUESTIONS = Set.of("AskDetails", "AskUse");

  private static final Pattern DETAILS = Pattern.compile("[*](Known exploited|In use):[*]");
  private static final String IN_LOG = "The event: ";
  private static int rows;

  /** A fault of a task. */
  private record Case(String task, String fault, boolean isPermanent) {
    String id() {
      return "%s-%s-%s".formatted(task, fault, isPermanent ? "always" : "once");
    }

    /** Whether the task is retried after SNS has accepted its message: SNS then sends it again. */
    boolean repeatsAMessage() {
      return fault.equals("lost")
          && (task.equals("Announce") || task.equals("Publish") || task.equals("Summarize"));
    }
  }

  @TempDir private Path folder;

  private Emulator emulator;
  private final ExecutorService parallel = Executors.newFixedThreadPool(8);

  @BeforeEach
  void start() throws IOException {
    emulator = Emulator.empty();
  }

  @AfterEach
  void stop() {
    parallel.shutdownNow();
  }

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(rows);
  }

  private static List<Case> cases(String definition) throws IOException {
    return JSON.readTree(definition).get("States").properties().stream()
        .filter(state -> state.getValue().path("Type").asText().equals("Task"))
        .flatMap(
            state ->
                FAULTS.keySet().stream()
                    .flatMap(
                        fault ->
                            Stream.of(false, true)
                                .map(isPermanent -> new Case(state.getKey(), fault, isPermanent))))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Adds the rows of a machine's cases to the proof. */
  private static void prove(String machine, Map<Case, String> seen) {
    for (Case once : seen.keySet()) {
      if (!once.isPermanent()) {
        Case permanent = new Case(once.task(), once.fault(), true);
        String fault = FAULTS.get(once.fault());
        PROOF.row(machine, once.task(), fault, seen.get(once), seen.get(permanent));
        rows++;
      }
    }
  }

  private <A, B> Map<A, B> each(List<A> all, Function<A, B> work) throws Exception {
    Map<A, Future<B>> started = new HashMap<>();
    all.forEach(it -> started.put(it, parallel.submit(() -> work.apply(it))));
    Map<A, B> done = new ConcurrentHashMap<>();
    for (Map.Entry<A, Future<B>> it : started.entrySet()) {
      done.put(it.getKey(), it.getValue().get());
    }
    return done;
  }

  private static String curation(String name, String queue) {
    return curation(name, queue, FindingFilter.ALL);
  }

  private static String curation(String name, String queue, FindingFilter filter) {
    return CurationDefinition.json(
        FindingSource.SECURITYHUB,
        Routes.of(Severity.MEDIUM, filter, Map.of()),
        new Delivery.Curated(30),
        Surroundings.builder()
            .tableName(name)
            .topicArn(topic(name))
            .deadLetterQueueUrl(queue)
            .partition("aws")
            .region(Emulator.REGION)
            .build());
  }

  @Test
  void noFindingIsLostOrRepeated() throws Exception {
    createMemory("curation");
    Machine machine =
        new Machine(
            "curation",
            queue -> curation("curation", queue),
            "stateMachineArn",
            Map.of(
                "Forget", "Announce-refused-always.", "SendToQueue", "Remember-refused-always."));
    machine.cases.removeIf(it -> SUMMARY.contains(it.task()));
    Map<Case, Instant> times = new HashMap<>();
    // An interval of its own for each, with a calm one before.
    machine.cases.forEach(it -> times.put(it, START.plus(Duration.ofMinutes(10 * times.size()))));

    inspectorKnows(machine);

    // Reclaim runs when an event is replayed, Close when an announced finding ends, Hold when
    // another
    // finding of the vulnerability has been announced.
    List<Case> replays = machine.of("Reclaim");
    each(
        replays,
        it -> machine.run("Remember-lost-always.before-", it, finding(it.id(), it, times.get(it))));
    Map<String, String> kept = machine.takeKept();
    assertThat(kept).hasSameSizeAs(replays);
    List<Case> ends = machine.of("Close");
    each(ends, it -> machine.run("open-", it, finding(it.id(), it, times.get(it))));
    each(
        machine.of("Hold"),
        it -> machine.run("other-", it, finding("other-" + it.id(), it, times.get(it))));

    machine.fail(
        it ->
            switch (it.task()) {
              case "Reclaim" -> kept.get(it.id());
              case "Close" -> closed(finding(it.id(), it, times.get(it).plus(DAY)));
              default -> finding(it.id(), it, times.get(it));
            });
    machine.replay();
    each(
        ends,
        it -> machine.run("back-", it, finding(it.id(), it, times.get(it).plus(DAY).plus(DAY))));
    machine.run("summary-", ends.get(0), DeployedCuration.schedule(END));
    prove("curation", machine.seen());
  }

  /** Has Inspector answer the questions that fail. */
  private void inspectorKnows(Machine machine) throws IOException {
    ObjectNode known = JSON.createObjectNode();
    for (Case it : machine.of("AskDetails")) {
      known
          .withObjectProperty(it.id())
          .withObjectProperty("details")
          .withObjectProperty("CisaData")
          .put("DateAdded", "2026-11-13T00:00:00Z");
    }
    for (Case it : machine.of("AskUse")) {
      known.withObjectProperty(it.id()).withObjectProperty("image").put("InUseCount", 3);
    }
    emulator.inspectorKnows(known);
  }

  @Test
  void noFindingIsLostWhereARouteFiltersByDetails() throws Exception {
    createMemory("filtered");
    FindingFilter filter = FindingFilter.builder().knownExploited(true).inUse(true).build();
    Machine machine =
        new Machine(
            "filtered", queue -> curation("filtered", queue, filter), "stateMachineArn", Map.of());
    machine.cases.removeIf(it -> !QUESTIONS.contains(it.task()));
    inspectorKnows(machine);
    machine.fail(
        it ->
            finding(it.id(), it, START.plus(Duration.ofMinutes(10L * machine.cases.indexOf(it)))));
    prove("curation that filters by details", machine.seen());
  }

  @Test
  void noFindingIsLostWhereARouteRequiresDetails() throws Exception {
    createMemory("required");
    FindingFilter filter =
        FindingFilter.builder().knownExploited(true).inUse(true).requireKnown(true).build();
    Machine machine =
        new Machine(
            "required", queue -> curation("required", queue, filter), "stateMachineArn", Map.of());
    machine.requiresAnswers = true;
    machine.cases.removeIf(it -> !QUESTIONS.contains(it.task()));
    ObjectNode known = JSON.createObjectNode();
    for (Case it : machine.cases) {
      ObjectNode finding = known.putObject(it.id());
      finding.putObject("details").putObject("CisaData").put("DateAdded", "2026-11-13T00:00:00Z");
      finding.putObject("image").put("InUseCount", 3);
    }
    emulator.inspectorKnows(known);
    machine.fail(
        it -> {
          Instant time = START.plus(Duration.ofMinutes(10L * machine.cases.indexOf(it)));
          return finding(it.id(), new Case("AskUse", it.id(), it.isPermanent()), time);
        });
    machine.replay();
    prove("curation that requires details", machine.seen());
  }

  @Test
  void noHeldFindingIsLostOrRepeated() throws Exception {
    List<Case> cases =
        cases(curation("", "")).stream().filter(it -> SUMMARY.contains(it.task())).toList();
    Map<String, String> before =
        Map.of("IsTaken", "Take-lost-always.", "KeepTotals", "Summarize-refused-always.");
    String schedule = DeployedCuration.schedule(END);
    Map<Case, Machine> machines = each(cases, this::holdingTwo);
    each(
        cases,
        it ->
            machines.get(it).run(before.getOrDefault(it.task(), "") + it.id() + ".", it, schedule));
    assertFaultsStruck(cases);
    Map<Case, Integer> first = posted(machines);
    Map<Case, Integer> kept = new HashMap<>();
    for (Case it : cases) {
      kept.put(it, machines.get(it).countKept());
    }
    each(cases, it -> machines.get(it).run("next-", it, schedule));
    Map<Case, Integer> next = posted(machines);
    for (Case it : cases) {
      if (kept.get(it) > 0) {
        machines.get(it).replay();
      }
    }
    Map<Case, Integer> replayed = posted(machines);
    each(cases, it -> machines.get(it).run("last-", it, schedule));
    assertThat(posted(machines).values()).containsOnly(0);

    Map<Case, String> seen = new HashMap<>();
    for (Case it : cases) {
      int all = first.get(it) + next.get(it) + replayed.get(it);
      if (it.repeatsAMessage()) {
        assertThat(all).as(it.id()).isGreaterThan(1);
      } else {
        // Only the replay of totals that were kept in both places posts them again.
        assertThat(all).as(it.id()).isEqualTo(it.id().equals("KeepTotals-lost-always") ? 2 : 1);
      }
      List<String> words = new ArrayList<>();
      if (first.get(it) > 0) {
        words.add(times("posted", first.get(it)));
      }
      if (next.get(it) > 0) {
        words.add("the next run posts it" + (words.isEmpty() ? "" : " again"));
      }
      if (kept.get(it) > 0) {
        words.add(times("in the queue", kept.get(it)));
        words.add("the replay posts it" + (next.get(it) > 0 ? " again" : ""));
        assertThat(replayed.get(it)).as(it.id()).isEqualTo(1);
      }
      seen.put(it, String.join("; ", words));
    }
    prove("summary", seen);
  }

  /** A machine that has announced a finding and holds two others. */
  private Machine holdingTwo(Case it) {
    try {
      createMemory(it.id());
      Machine machine =
          new Machine(it.id(), queue -> curation(it.id(), queue), "stateMachineArn", Map.of());
      for (String id : List.of("first", "second", "third")) {
        machine.run(id, it, finding(id, it, START));
      }
      assertThat(machine.counted()).containsOnlyKeys("first");
      return machine;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How many summaries arrived of each machine. */
  private Map<Case, Integer> posted(Map<Case, Machine> machines) {
    Map<Case, Integer> posted = new HashMap<>();
    machines.forEach(
        (it, machine) -> {
          List<JsonNode> summaries = arrived(machine.listener);
          assertThat(summaries)
              .allSatisfy(
                  summary ->
                      assertThat(summary.at("/metadata/summary").asText())
                          .isEqualTo("2 more findings: 2 HIGH"));
          posted.put(it, summaries.size());
        });
    return posted;
  }

  @Test
  void noCoverageAlertIsLostOrRepeated() throws Exception {
    Machine machine =
        new Machine(
            "coverage",
            queue ->
                CoverageDefinition.json(
                    Surroundings.builder()
                        .topicArn(topic("coverage"))
                        .deadLetterQueueUrl(queue)
                        .partition("aws")
                        .region(Emulator.REGION)
                        .build()),
            "coverageStateMachineArn",
            Map.of("SendToQueue", "Announce-refused-always."));
    machine.fail(
        it -> {
          ObjectNode event = sample("coverage-unmanaged-instance");
          event.putArray("resources").add(it.id());
          return event.toString();
        });
    machine.replay();
    prove("coverage", machine.seen());
  }

  @Test
  void aDigestIsPostedOnceOrByTheNextStart() throws Exception {
    DigestRecording recording = DigestRecording.of("change");
    Run run = recording.runs().get(0);
    String input = RecordedInspector.input(run);
    Map<Case, String> seen =
        each(
            cases(recording.definition("", "")),
            it -> {
              // Each case needs its own table, because digests share one item.
              String name = it.id();
              emulator.createTable(name, "digest");
              emulator.sns.createTopic(call -> call.name(name));
              String listener = emulator.listen(topic(name));
              String definition =
                  RecordedInspector.in(recording.definition(name, topic(name)), run);
              String machine = machine(name, StateMachineType.STANDARD, definition);
              ExecutionStatus end = digest(machine, name + ".first", input);
              int posted = arrived(listener).size();
              assertThat(end)
                  .as(name)
                  .isEqualTo(it.isPermanent() ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED);
              if (it.repeatsAMessage()) {
                assertThat(posted).as(name).isGreaterThan(1);
              } else {
                assertThat(posted).as(name).isEqualTo(isPosted(it) ? 1 : 0);
              }
              if (posted == 0) {
                assertThat(digest(machine, "second", input)).isEqualTo(ExecutionStatus.SUCCEEDED);
                assertThat(arrived(listener)).as(name).hasSize(1);
                return "alarm; the next start posts it";
              }
              return times("posted", posted) + (it.isPermanent() ? ", alarm" : "");
            });
    assertFaultsStruck(seen.keySet());
    prove("digest", seen);
  }

  /** Whether an execution with the fault posts the digest. */
  private static boolean isPosted(Case it) {
    return !it.isPermanent() || it.task().equals("Remember");
  }

  private ExecutionStatus digest(String machine, String name, String input) {
    String execution =
        emulator
            .machines
            .startExecution(call -> call.stateMachineArn(machine).name(name).input(input))
            .executionArn();
    return emulator.ended(execution).status();
  }

  private static String times(String what, long times) {
    return times == 1 ? what : what + " %d times".formatted(times);
  }

  private void assertFaultsStruck(Iterable<Case> cases) throws IOException {
    List<String> struck = new ArrayList<>();
    emulator.seen().get("struck").forEach(it -> struck.add(it.asText()));
    assertThat(cases)
        .allSatisfy(it -> assertThat(struck).anyMatch(name -> name.contains(it.id() + ".")));
  }

  private List<JsonNode> arrived(String listener) {
    try {
      return emulator.arrived(listener);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String topic(String name) {
    return "arn:aws:sns:%s:%s:%s".formatted(Emulator.REGION, Emulator.ACCOUNT, name);
  }

  private String machine(String name, StateMachineType type, String definition) {
    return emulator
        .machines
        .createStateMachine(
            call ->
                call.name(name)
                    .type(type)
                    .roleArn("arn:aws:iam::123456789012:role/any")
                    .definition(definition))
        .stateMachineArn();
  }

  private void createMemory(String name) {
    emulator.createTable(
        name,
        MemoryCalls.KEY,
        Emulator.index(
            MemoryCalls.HELD, MemoryCalls.HELD, MemoryCalls.ORDER, MemoryCalls.SUMMARIZED));
  }

  /** A finding of the case's own vulnerability. */
  private static String finding(String id, Case it, Instant time) {
    boolean isOfImage = it.task().equals("AskUse");
    ObjectNode event = sample(isOfImage ? "securityhub-ecr-image" : "securityhub-ec2-package");
    event.put("time", time.toString());
    ((ObjectNode) event.at("/detail/findings/0")).put("Id", id);
    ((ObjectNode) event.at("/detail/findings/0/Vulnerabilities/0")).put("Id", it.id());
    return event.toString();
  }

  private static String closed(String event) {
    return event.replace("\"RecordState\":\"ACTIVE\"", "\"RecordState\":\"ARCHIVED\"");
  }

  /** An Express state machine with a topic, a listener and a dead-letter queue. */
  private final class Machine {
    final List<Case> cases;
    private final String arn;
    private final String listener;
    private final String queue;
    private final Map<String, String> before;
    private final Replay replay;
    private final Map<Case, String> logged = new HashMap<>();
    private Map<Case, StartSyncExecutionResponse> ends = Map.of();
    private Map<String, Long> announced = Map.of();
    private final Set<String> detailed = ConcurrentHashMap.newKeySet();
    private boolean requiresAnswers;
    private Map<String, Long> keptEvents = Map.of();

    /**
     * Creates a state machine.
     *
     * @param definition by the URL of the dead-letter queue
     * @param output the stack output in which a replay finds the machine
     * @param before the faults that lead to a task, by its name
     */
    Machine(
        String name, Function<String, String> definition, String output, Map<String, String> before)
        throws IOException {
      emulator.sns.createTopic(call -> call.name(name));
      listener = emulator.listen(topic(name));
      queue = emulator.sqs.createQueue(call -> call.queueName(name + "-dead-letters")).queueUrl();
      String text = definition.apply(queue);
      arn = machine(name, StateMachineType.EXPRESS, text);
      cases = cases(text);
      this.before = before;
      replay =
          new Replay(
              emulator,
              Files.createDirectories(folder.resolve(name)),
              Map.of(output, arn, "deadLetterQueueUrl", queue, "topicArn", topic(name)));
    }

    StartSyncExecutionResponse run(String prefix, Case it, String event) {
      return emulator.machines.startSyncExecution(
          call ->
              call.stateMachineArn(arn)
                  .name(prefix + Integer.toHexString(it.hashCode()))
                  .input(event));
    }

    void fail(Function<Case, String> event) throws Exception {
      ends =
          each(
              cases,
              it -> run(before.getOrDefault(it.task(), "") + it.id() + ".", it, event.apply(it)));
      for (Map.Entry<Case, StartSyncExecutionResponse> end : ends.entrySet()) {
        String cause = String.valueOf(end.getValue().cause());
        if (cause.contains(IN_LOG)) {
          logged.put(end.getKey(), cause.substring(cause.indexOf(IN_LOG) + IN_LOG.length()));
        }
      }
      announced = counted();
      List<Message> messages = received();
      keptEvents =
          messages.stream()
              .collect(Collectors.groupingBy(it -> id(it.body()), Collectors.counting()));
      handBack(messages);
    }

    List<Case> of(String task) {
      return cases.stream().filter(it -> it.task().equals(task)).toList();
    }

    /** How many messages the queue holds. */
    int countKept() {
      List<Message> messages = received();
      handBack(messages);
      return messages.size();
    }

    private void handBack(List<Message> messages) {
      for (Message message : messages) {
        emulator.sqs.changeMessageVisibility(
            call ->
                call.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
      }
    }

    /** Replays the events in the queue, then those in the log. */
    void replay() throws Exception {
      List<String> files = new ArrayList<>();
      for (Map.Entry<Case, String> it : logged.entrySet()) {
        if (!keptEvents.containsKey(it.getKey().id())) {
          files.add(replay.file(it.getKey().id() + ".json", it.getValue()));
        }
      }
      for (String[] arguments : List.of(new String[] {}, files.toArray(String[]::new))) {
        Replay.Result result = replay.run(arguments);
        assertThat(result.status()).as(result.output()).isEqualTo(0);
      }
    }

    private List<Message> received() {
      List<Message> all = new ArrayList<>();
      while (true) {
        List<Message> some =
            emulator
                .sqs
                .receiveMessage(
                    call -> call.queueUrl(queue).maxNumberOfMessages(10).visibilityTimeout(600))
                .messages();
        if (some.isEmpty()) {
          return all;
        }
        all.addAll(some);
      }
    }

    /** Removes the events from the queue, and returns them by their ID. */
    Map<String, String> takeKept() {
      Map<String, String> taken = new HashMap<>();
      for (Message message : received()) {
        taken.put(id(message.body()), message.body());
        emulator.sqs.deleteMessage(
            call -> call.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
      return taken;
    }

    /** How often each finding was announced, and each vulnerability was in a summary. */
    private Map<String, Long> counted() {
      Map<String, Long> counted = new HashMap<>();
      for (JsonNode message : arrived(listener)) {
        if (message.at("/metadata").has("threadId")) {
          counted.merge(message.at("/metadata/threadId").asText(), 1L, Long::sum);
          if (DETAILS.matcher(message.at("/content/description").asText()).find()) {
            detailed.add(message.at("/metadata/threadId").asText());
          }
        } else {
          NAMED
              .matcher(message.at("/content/description").asText())
              .results()
              .forEach(
                  it -> counted.merge(HELD + it.group(1), Long.valueOf(it.group(2)), Long::sum));
        }
      }
      return counted;
    }

    /** Checks every case, and says what was seen. */
    Map<Case, String> seen() throws Exception {
      assertFaultsStruck(cases);
      Map<String, Long> later = counted();
      Map<Case, String> seen = new HashMap<>();
      for (Case it : cases) {
        long first = announced.getOrDefault(it.id(), 0L);
        boolean isHeld = it.task().equals("Hold");
        long then = later.getOrDefault((isHeld ? HELD : "") + it.id(), 0L);
        boolean isEnd = it.task().equals("Close");
        String kept =
            keptEvents.containsKey(it.id())
                ? times("in the queue", keptEvents.get(it.id()))
                : logged.containsKey(it) ? "in the log" : "";
        if (it.repeatsAMessage()) {
          assertThat(first).as(it.id()).isGreaterThan(1);
        } else {
          // A finding that was closed is announced again when it reopens.
          assertThat(first + then)
              .as("%s %s %s", it.id(), kept, ends.get(it))
              .isEqualTo(isEnd ? 2 : 1);
        }
        if (isHeld) {
          assertThat(first).as(it.id()).isZero();
          seen.put(it, kept + (kept.isEmpty() ? "" : "; the replay holds it; ") + "in 1 summary");
          continue;
        }
        if (first == 0) {
          assertThat(kept).as(it.id()).isNotEmpty();
        }
        String begin = isEnd ? "remembered" : times("announced", first);
        if (QUESTIONS.contains(it.task()) && !requiresAnswers) {
          assertThat(kept).as(it.id()).isEmpty();
          assertThat(detailed.contains(it.id())).as(it.id()).isNotEqualTo(it.isPermanent());
          seen.put(it, begin + (it.isPermanent() ? " without details" : ""));
        } else if (kept.isEmpty()) {
          seen.put(it, begin);
        } else if (isEnd || first == 0) {
          seen.put(it, kept + "; the replay " + (isEnd ? "remembers" : "announces") + " it");
        } else {
          seen.put(
              it,
              "%s, %s; the replay %s"
                  .formatted(begin, kept, then == 0 ? "is silent" : "announces it again"));
        }
      }
      return seen;
    }

    private String id(String event) {
      try {
        JsonNode tree = JSON.readTree(event);
        return (tree.at("/detail/findings/0").has("Id")
                ? tree.at("/detail/findings/0/Id")
                : tree.at("/resources/0"))
            .asText();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
