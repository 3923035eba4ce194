package inspectorslack.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.companion.InspectorDetails;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The AWS emulator, a child process on the loopback interface, and clients for it. */
final class Emulator {
  /** The Python of {@code tools/ministack/install}. */
  static final Path PYTHON =
      Path.of(
          System.getenv().getOrDefault("HOME", ""), ".cache/inspector-slack/ministack/bin/python");

  /** The emulator uses an access key of twelve digits as the account. */
  static final String ACCOUNT = "123456789012";

  static final String REGION = "eu-west-1";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_ENTRIES = 10; // Of a PutEvents call.
  private static final long LOOK_AGAIN = 20_000_000; // Leaves the emulator time to run executions.

  private static @Nullable Emulator shared;

  private final Process process;
  private final URI endpoint;
  private final String region;
  private final Set<String> counted = new HashSet<>();
  final SnsClient sns;
  final SqsClient sqs;
  final EventBridgeClient events;
  final DynamoDbClient tables;
  final SfnClient machines;

  private Emulator(Process process, URI endpoint, String region) {
    this.process = process;
    this.endpoint = endpoint;
    this.region = region;
    this.sns = at(endpoint, region, SnsClient.builder()).build();
    this.sqs = at(endpoint, region, SqsClient.builder()).build();
    this.events = at(endpoint, region, EventBridgeClient.builder()).build();
    this.tables = at(endpoint, region, DynamoDbClient.builder()).build();
    this.machines = at(endpoint, region, SfnClient.builder()).build();
  }

  /** The same emulator in another Region. It keeps the Regions of an account apart. */
  Emulator in(String region) {
    return new Emulator(process, endpoint, region);
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, String region, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(region))
        // Otherwise the SDK sends StartSyncExecution to the host "sync-127.0.0.1".
        .overrideConfiguration(
            it -> it.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, "test")));
  }

  /**
   * Returns this JVM's emulator, emptied. The first call starts it, which takes a second. It ends
   * with the JVM.
   */
  static synchronized Emulator empty() throws IOException {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    shared.reset();
    return shared;
  }

  private void reset() throws IOException {
    post("/_ministack/reset", "");
  }

  /** Says what Inspector knows of findings, as {@code faults.py} describes it. */
  void inspectorKnows(JsonNode details) throws IOException {
    post("/_inspector", details.toString());
  }

  /** Has Inspector know of the samples' findings what it answers in the companion. */
  void inspectorKnowsTheSamples() throws IOException {
    InspectorDetails details = SampleFindings.details();
    ObjectNode known = JSON.createObjectNode();
    for (String arn : SampleFindings.arnsWithDetails()) {
      Object criteria = Map.of("FindingArn", List.of(Map.of("Value", arn)));
      JsonNode found =
          JSON.valueToTree(
              details.call("batchGetFindingDetails", Map.of("FindingArns", List.of(arn))));
      JsonNode listed =
          JSON.valueToTree(details.call("listFindings", Map.of("FilterCriteria", criteria)));
      if (found.at("/FindingDetails/0") instanceof ObjectNode of) {
        known.withObjectProperty(arn).set("details", of.without("FindingArn"));
      }
      if (listed.at("/Findings/0/Resources/0/Details/AwsEcrContainerImage")
          instanceof ObjectNode image) {
        known.withObjectProperty(arn).set("image", image);
      }
    }
    inspectorKnows(known);
  }

  private void post(String path, String body) throws IOException {
    HttpURLConnection call = (HttpURLConnection) endpoint.resolve(path).toURL().openConnection();
    call.setRequestMethod("POST");
    call.setDoOutput(true);
    call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(path + " failed: " + call.getResponseMessage());
    }
    call.disconnect();
  }

  /** Starts the emulator on a free port and waits until it listens. */
  private static Emulator start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON.toString(), "tools/ministack/start.py").redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GATEWAY_PORT",
                String.valueOf(port),
                "BIND_HOST",
                "127.0.0.1",
                // Shortens the waits of state machines between attempts.
                "SFN_WAIT_SCALE",
                "0.001"));
    Process process = builder.start();
    BufferedReader log = process.inputReader();
    List<String> output = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      output.add(line);
      if (line.contains("Running on")) {
        drain(log);
        return new Emulator(process, URI.create("http://127.0.0.1:" + port), REGION);
      }
    }
    process.destroy();
    throw new IOException("the emulator did not start: " + String.join("\n", output));
  }

  // A child process blocks once the pipe of its output is full.
  private static void drain(BufferedReader log) {
    Thread reader =
        new Thread(
            () -> {
              try (log) {
                log.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The child process has ended.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Host and port. */
  String address() {
    return endpoint.getAuthority();
  }

  /** The {@code lost} events and {@code struck} faults that {@code start.py} has counted. */
  JsonNode seen() throws IOException {
    try (InputStream seen = endpoint.resolve("/_seen").toURL().openStream()) {
      return JSON.readTree(seen);
    }
  }

  private void close() {
    sns.close();
    sqs.close();
    events.close();
    tables.close();
    machines.close();
    process.destroy();
  }

  /** Puts events on the bus, in order. */
  void put(List<JsonNode> all) {
    for (int i = 0; i < all.size(); i += MAX_ENTRIES) {
      List<PutEventsRequestEntry> entries =
          all.subList(i, Math.min(all.size(), i + MAX_ENTRIES)).stream()
              .map(
                  event ->
                      PutEventsRequestEntry.builder()
                          .source(event.get("source").asText())
                          .detailType(event.get("detail-type").asText())
                          .detail(event.get("detail").toString())
                          .time(
                              event.has("time") ? Instant.parse(event.get("time").asText()) : null)
                          .resources(texts(event.path("resources")))
                          .build())
              .toList();
      int failed = events.putEvents(call -> call.entries(entries)).failedEntryCount();
      if (failed > 0) {
        throw new AssertionError("the bus refused %d events".formatted(failed));
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Creates a table with one text as its key. */
  void createTable(String name, String key, GlobalSecondaryIndex... indexes) {
    Stream<String> keysOfIndexes =
        Stream.of(indexes)
            .flatMap(it -> it.keySchema().stream().map(KeySchemaElement::attributeName));
    tables.createTable(
        call -> {
          call.tableName(name)
              .billingMode(BillingMode.PAY_PER_REQUEST)
              .attributeDefinitions(
                  Stream.concat(Stream.of(key), keysOfIndexes)
                      .map(
                          it ->
                              AttributeDefinition.builder()
                                  .attributeName(it)
                                  .attributeType("S")
                                  .build())
                      .toList())
              .keySchema(key(key, KeyType.HASH));
          if (indexes.length > 0) {
            call.globalSecondaryIndexes(indexes);
          }
        });
  }

  /** An index with two texts as its key. */
  static GlobalSecondaryIndex index(
      String name, String hashKey, String rangeKey, List<String> others) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(hashKey, KeyType.HASH), key(rangeKey, KeyType.RANGE))
        .projection(it -> it.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(others))
        .build();
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }

  /** Subscribes a queue to a topic, in place of a Slack integration. Returns the queue's URL. */
  String listen(String topicArn) {
    String queue = "listener-" + topicArn.substring(topicArn.lastIndexOf(':') + 1);
    String url =
        sqs.createQueue(
                call ->
                    call.queueName(queue)
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5")))
            .queueUrl();
    sns.subscribe(
        call ->
            call.topicArn(topicArn)
                .protocol("sqs")
                .endpoint("arn:aws:sqs:%s:%s:%s".formatted(region, ACCOUNT, queue)));
    return url;
  }

  /**
   * Waits until no execution is running and the queue is empty. Returns the messages that arrived
   * since the last call.
   */
  List<JsonNode> arrived(String queueUrl) throws JsonProcessingException {
    awaitExecutions();
    List<JsonNode> arrived = new ArrayList<>();
    List<Message> messages = received(queueUrl, 0);
    while (!messages.isEmpty() || hasMessagesInFlight(queueUrl)) {
      for (Message message : messages) {
        // SNS wraps the message, as it does for a Slack integration. SQS delivers a message again
        // that was deleted too late.
        if (counted.add(message.messageId())) {
          arrived.add(JSON.readTree(JSON.readTree(message.body()).get("Message").asText()));
        }
      }
      boolean isEmpty = messages.isEmpty();
      if (!isEmpty) {
        delete(queueUrl, messages);
      }
      messages = received(queueUrl, isEmpty ? 1 : 0);
    }
    return arrived;
  }

  /** Waits until no execution is running. Returns the messages in the queue, at most ten. */
  List<Message> waiting(String queueUrl) {
    awaitExecutions();
    return received(queueUrl, 0);
  }

  /**
   * Waits until no execution is running. PutEvents returns after the emulator has matched the event
   * and called its targets, so only executions take longer. When one ends, the queues have what it
   * sent.
   */
  private void awaitExecutions() {
    // Looks less and less often, since the emulator may be busy with a thousand.
    for (long pause = LOOK_AGAIN; isRunning(); pause = Math.min(2 * pause, 10 * LOOK_AGAIN)) {
      LockSupport.parkNanos(pause);
    }
  }

  /** Whether messages are in flight. SQS delivers them again if its answer was lost. */
  private boolean hasMessagesInFlight(String queueUrl) {
    return !sqs.getQueueAttributes(
            call ->
                call.queueUrl(queueUrl)
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
        .equals("0");
  }

  /** Waits until an execution has ended. */
  DescribeExecutionResponse ended(String execution) {
    for (int looks = 0; looks < 3000; looks++) {
      DescribeExecutionResponse now =
          machines.describeExecution(call -> call.executionArn(execution));
      if (now.status() != ExecutionStatus.RUNNING) {
        return now;
      }
      LockSupport.parkNanos(LOOK_AGAIN);
    }
    throw new AssertionError(execution + " does not end");
  }

  private boolean isRunning() {
    return !machines
        .listExecutions(call -> call.statusFilter(ExecutionStatus.RUNNING).maxResults(1))
        .executions()
        .isEmpty();
  }

  private List<Message> received(String queueUrl, int seconds) {
    return sqs.receiveMessage(
            call ->
                call.queueUrl(queueUrl)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .waitTimeSeconds(seconds))
        .messages();
  }

  private void delete(String queueUrl, List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries =
        messages.stream()
            .map(
                it ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(it.messageId())
                        .receiptHandle(it.receiptHandle())
                        .build())
            .toList();
    if (!sqs.deleteMessageBatch(call -> call.queueUrl(queueUrl).entries(entries))
        .failed()
        .isEmpty()) {
      throw new AssertionError("messages were not deleted");
    }
  }
}
