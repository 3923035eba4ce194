package inspectorslack.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import inspectorslack.config.AccountNames;
import inspectorslack.config.Severity;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Digests of one account, one after the other: what Inspector is asked and answers, and the message
 * and the item of the table that follow. Written from the description of the digest, not from a
 * run.
 *
 * <p>A file in {@code src/test/resources/digest} holds what its scenario is about. What all digests
 * share is here: which calls they make, in which order and with which arguments, and the parts of
 * the message and the item that never differ.
 */
public record DigestRecording(
    Map<String, String> accountNames, Map<Severity, Integer> maxAgeDays, List<Run> runs) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();
  private static final Path FOLDER = Path.of("src/test/resources/digest");

  /** In place of the last page: the digest must not ask for it. */
  private static final JsonNode UNREAD = TextNode.valueOf("unread");

  /** One call of Inspector's API. */
  public record Call(String action, JsonNode arguments, JsonNode answer) {}

  /** What Inspector counts, in the order of the calls, with the API's member for the counts. */
  public enum Counted {
    PACKAGE_VULNERABILITY("FindingTypeAggregation"),
    NETWORK_REACHABILITY("FindingTypeAggregation"),
    CODE_VULNERABILITY("FindingTypeAggregation"),
    AWS_EC2_INSTANCE("Ec2InstanceAggregation"),
    AWS_ECR_CONTAINER("AwsEcrContainerAggregation"),
    AWS_LAMBDA_FUNCTION("LambdaFunctionAggregation");

    private final String member;

    Counted(String member) {
      this.member = member;
    }

    private ObjectNode arguments(String sortBy) {
      return member.equals("FindingTypeAggregation")
          ? object(
              """
              {"AggregationType": "FINDING_TYPE",
               "AggregationRequest": {"FindingTypeAggregation": {"FindingType": "%s"}},
               "MaxResults": 100}
              """,
              name())
          : object(
              """
              {"AggregationType": "%s",
               "AggregationRequest": {"%s": {"SortBy": "%s", "SortOrder": "DESC"}},
               "MaxResults": 25}
              """,
              name(), member, sortBy);
    }

    private Stream<Call> calls(String sortBy, List<JsonNode> pages) {
      ObjectNode arguments = arguments(sortBy);
      List<ObjectNode> answers = new ArrayList<>();
      for (JsonNode page : pages) {
        if (!page.equals(UNREAD)) {
          ObjectNode answer = JSON.createObjectNode();
          answer.set("AggregationType", arguments.get("AggregationType"));
          ArrayNode responses = answer.putArray("Responses");
          page.forEach(it -> responses.addObject().set(member, it));
          answers.add(answer);
        }
      }
      return turned("listFindingAggregations", name(), arguments, answers, pages.size());
    }
  }

  /**
   * Findings of a severity that were first observed before a limit.
   *
   * @param pages how many findings are on each page
   */
  public record Overdue(Severity severity, String until, List<Integer> pages) {
    private Stream<Call> calls() {
      ObjectNode arguments =
          object(
              """
              {"FilterCriteria": {
                 "Severity": [{"Comparison": "EQUALS", "Value": "%s"}],
                 "FindingStatus": [{"Comparison": "EQUALS", "Value": "ACTIVE"}],
                 "FirstObservedAt": [{"EndInclusive": "%s"}]},
               "MaxResults": 10}
              """,
              severity, until);
      List<ObjectNode> answers = new ArrayList<>();
      for (int size : pages) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode findings = answer.putArray("Findings");
        for (int i = 0; i < size; i++) {
          String id = "finding/%s-%d-%d".formatted(severity, answers.size(), i);
          findings
              .addObject()
              .put("FindingArn", "arn:aws:inspector2:eu-west-1:123456789012:" + id)
              .put("Severity", severity.name());
        }
        answers.add(answer);
      }
      return turned("listFindings", severity.name(), arguments, answers, pages.size());
    }
  }

  /**
   * One execution.
   *
   * @param sortBy what the most affected resources are sorted by
   * @param answers pages of what Inspector counts; a single empty page for what isn't listed
   * @param overdue what each severity's limit finds, in the order of the calls
   * @param description lines of the message
   * @param totals the numbers that the item holds
   */
  public record Run(
      String startTime,
      String sortBy,
      Map<Counted, List<JsonNode>> answers,
      List<Overdue> overdue,
      String title,
      List<String> description,
      Map<String, String> totals) {
    Instant start() {
      return Instant.parse(startTime);
    }

    /** All calls that the execution has to make, in this order. */
    public List<Call> calls() {
      List<JsonNode> none = List.of(JSON.createArrayNode());
      return Stream.concat(
              Arrays.stream(Counted.values())
                  .flatMap(it -> it.calls(sortBy, answers.getOrDefault(it, none))),
              overdue.stream().flatMap(Overdue::calls))
          .toList();
    }

    public JsonNode message() {
      ObjectNode message =
          object(
              """
              {"version": "1.0", "source": "custom",
               "content": {"textType": "client-markdown", "nextSteps": [
                 "<https://eu-west-1.console.aws.amazon.com/inspector/v2/home?region=eu-west-1#/findings|Open the findings in the console>"]},
               "metadata": {"eventType": "Inspector digest"}}
              """);
      message
          .withObject("content")
          .put("title", title)
          .put("description", String.join("\n", description));
      message.withObject("metadata").put("summary", title.replaceFirst("^:[a-z_]+: ", ""));
      return message;
    }

    public JsonNode item() {
      ObjectNode item = JSON.createObjectNode();
      item.putObject("digest").put("S", "latest");
      item.putObject("takenAt").put("S", startTime);
      totals.forEach((name, total) -> item.putObject(name).put("N", total));
      return item;
    }
  }

  /** The calls for these answers: each passes the token that the answer before came with. */
  private static Stream<Call> turned(
      String action, String step, ObjectNode arguments, List<ObjectNode> answers, int pages) {
    List<Call> calls = new ArrayList<>();
    for (int page = 0; page < answers.size(); page++) {
      ObjectNode asked = arguments.deepCopy();
      if (page > 0) {
        asked.put("NextToken", step + "-" + page);
      }
      if (page + 1 < pages) {
        answers.get(page).put("NextToken", step + "-" + (page + 1));
      }
      calls.add(new Call("aws-sdk:inspector2:" + action, asked, answers.get(page)));
    }
    return calls.stream();
  }

  private static ObjectNode object(String json, Object... values) {
    try {
      return JSON.readValue(json.formatted(values), ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  public static DigestRecording of(String name) throws IOException {
    return JSON.readValue(FOLDER.resolve(name + ".json").toFile(), DigestRecording.class);
  }

  /** The names of all recordings. */
  public static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(it -> it.getFileName().toString().replace(".json", "")).sorted().toList();
    }
  }

  /** The machine that the recording is of, with a table and a topic. */
  public String definition(String table, String topicArn) {
    return definition(new AccountNames(accountNames), maxAgeDays, table, topicArn, "aws");
  }

  /** The same in a stack that has more Regions. */
  String definitionOfOneOfSeveral(String table, String topicArn) {
    return DigestDefinition.json(
        new Digest("rate(7 days)", "UTC", "default", maxAgeDays),
        surroundings(table, topicArn, "aws").isOneOfSeveral(true).build());
  }

  static String definition(
      Map<Severity, Integer> maxAgeDays, String table, String topicArn, String partition) {
    return definition(AccountNames.NONE, maxAgeDays, table, topicArn, partition);
  }

  static String definition(
      AccountNames accountNames,
      Map<Severity, Integer> maxAgeDays,
      String table,
      String topicArn,
      String partition) {
    return DigestDefinition.json(
        new Digest("rate(7 days)", "UTC", "default", maxAgeDays),
        surroundings(table, topicArn, partition).accountNames(accountNames).build());
  }

  private static Surroundings.Builder surroundings(
      String table, String topicArn, String partition) {
    return Surroundings.builder()
        .tableName(table)
        .topicArn(topicArn)
        .accountId("123456789012")
        .partition(partition)
        .region("eu-west-1");
  }
}
