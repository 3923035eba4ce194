package inspectorslack.digest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.config.Severity;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Digests of one account, one after the other: what Inspector is asked and answers, and the message
 * and the item of the table that follow. Written from the description of the digest, by a program
 * of its own, in {@code src/test/resources/digest}.
 */
public record DigestRecording(Map<Severity, Integer> maxAgeDays, List<Run> runs) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path FOLDER = Path.of("src/test/resources/digest");

  /** One call of Inspector's API. */
  public record Call(String action, JsonNode arguments, JsonNode answer) {}

  /** One execution. */
  public record Run(String startTime, List<Call> calls, JsonNode message, JsonNode item) {
    Instant start() {
      return Instant.parse(startTime);
    }
  }

  public static DigestRecording of(String name) throws IOException {
    return JSON.readValue(
        FOLDER.resolve(name + ".json").toFile(), new TypeReference<DigestRecording>() {});
  }

  /** The names of all recordings. */
  public static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(it -> it.getFileName().toString().replace(".json", "")).sorted().toList();
    }
  }

  /** The machine that the recording is of, with a table and a topic. */
  public String definition(String table, String topicArn) {
    return definition(maxAgeDays, table, topicArn);
  }

  static String definition(Map<Severity, Integer> maxAgeDays, String table, String topicArn) {
    return DigestDefinition.json(
        new Digest("rate(7 days)", "UTC", "default", maxAgeDays),
        Surroundings.builder()
            .tableName(table)
            .topicArn(topicArn)
            .accountId("123456789012")
            .partition("aws")
            .region("eu-west-1")
            .build());
  }
}
