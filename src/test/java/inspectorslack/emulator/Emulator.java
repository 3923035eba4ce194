package inspectorslack.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The AWS emulator as a child process on loopback, with clients for it. */
final class Emulator {
  /** Where {@code tools/ministack/install} puts it. */
  static final Path PYTHON =
      Path.of(
          System.getenv().getOrDefault("HOME", ""), ".cache/inspector-slack/ministack/bin/python");

  /** The emulator takes an access key of twelve digits for the account. */
  static final String ACCOUNT = "123456789012";

  static final String REGION = "eu-west-1";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_ENTRIES = 10; // of one PutEvents call

  private static @Nullable Emulator shared;

  private final Process process;
  private final URI endpoint;
  private final Set<String> counted = new HashSet<>();
  final SnsClient sns;
  final SqsClient sqs;
  final EventBridgeClient events;
  final DynamoDbClient tables;
  final SfnClient machines;

  private Emulator(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
    this.sns = at(endpoint, SnsClient.builder()).build();
    this.sqs = at(endpoint, SqsClient.builder()).build();
    this.events = at(endpoint, EventBridgeClient.builder()).build();
    this.tables = at(endpoint, DynamoDbClient.builder()).build();
    this.machines = at(endpoint, SfnClient.builder()).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        // StartSyncExecution would be sent to a host "sync-127.0.0.1".
        .overrideConfiguration(
            it -> it.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, "test")));
  }

  /**
   * The emulator of this JVM, with nothing in it. It's started once, which takes a second, and ends
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
    HttpURLConnection call =
        (HttpURLConnection) endpoint.resolve("/_ministack/reset").toURL().openConnection();
    call.setRequestMethod("POST");
    if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("the emulator was not reset: " + call.getResponseMessage());
    }
    call.disconnect();
  }

  /** Starts it on a free port and waits until it listens. */
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
                // A state machine's waits between attempts, in proportion.
                "SFN_WAIT_SCALE",
                "0.001"));
    Process process = builder.start();
    BufferedReader log = process.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.add(line);
      if (line.contains("Running on")) {
        drain(log);
        return new Emulator(process, URI.create("http://127.0.0.1:" + port));
      }
    }
    process.destroy();
    throw new IOException("the emulator did not start: " + String.join("\n", said));
  }

  // A child whose output nobody reads stands still once the pipe is full.
  private static void drain(BufferedReader log) {
    Thread reader =
        new Thread(
            () -> {
              try (log) {
                log.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The child ended, and with it its output.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Host and port. */
  String address() {
    return endpoint.getAuthority();
  }

  /** What {@code tools/ministack/start.py} has seen: {@code lost} events, {@code struck} faults. */
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

  /** Sends events as their sources would, in order. */
  void put(List<JsonNode> wholeEvents) {
    for (int i = 0; i < wholeEvents.size(); i += MOST_ENTRIES) {
      List<PutEventsRequestEntry> entries =
          wholeEvents.subList(i, Math.min(wholeEvents.size(), i + MOST_ENTRIES)).stream()
              .map(
                  event ->
                      PutEventsRequestEntry.builder()
                          .source(event.get("source").asText())
                          .detailType(event.get("detail-type").asText())
                          .detail(event.get("detail").toString())
                          .resources(texts(event.path("resources")))
                          .build())
              .toList();
      int failed = events.putEvents(call -> call.entries(entries)).failedEntryCount();
      if (failed > 0) {
        throw new AssertionError(failed + " events were not taken");
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** A queue that hears a topic, in the place of a Slack integration. */
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
                .endpoint("arn:aws:sqs:%s:%s:%s".formatted(REGION, ACCOUNT, queue)));
    return url;
  }

  /**
   * The events that arrived since the last call, until no execution runs and the queue is empty.
   */
  List<JsonNode> arrived(String queueUrl) throws JsonProcessingException {
    List<JsonNode> arrived = new ArrayList<>();
    // What was put is matched, started and published before the call that put it returns. So there
    // is nothing to wait for but executions, and what those publish is in the queue when they end.
    boolean hasEnded = false;
    int seconds = 0;
    while (true) {
      List<Message> messages = received(queueUrl, seconds);
      if (messages.isEmpty()) {
        if (hasEnded && !hidesMessages(queueUrl)) {
          return arrived;
        }
        hasEnded = !isRunning();
        seconds = hasEnded && !hidesMessages(queueUrl) ? 0 : 1;
        continue;
      }
      for (Message message : messages) {
        // SNS wraps what was published; raw delivery is off for a Slack integration too. SQS hands
        // a
        // message out again if it was deleted too late.
        if (counted.add(message.messageId())) {
          arrived.add(JSON.readTree(JSON.readTree(message.body()).get("Message").asText()));
        }
      }
      delete(queueUrl, messages);
    }
  }

  /** Whether it has handed out messages whose answer got lost; it hands them out again later. */
  private boolean hidesMessages(String queueUrl) {
    return !sqs.getQueueAttributes(
            call ->
                call.queueUrl(queueUrl)
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
        .equals("0");
  }

  private boolean isRunning() {
    return !machines
        .listExecutions(call -> call.statusFilter(ExecutionStatus.RUNNING).maxResults(1))
        .executions()
        .isEmpty();
  }

  private List<Message> received(String queueUrl, int seconds) {
    return sqs.receiveMessage(
            call -> call.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(seconds))
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
