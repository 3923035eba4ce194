package inspectorslack.companion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import inspectorslack.Settings;
import inspectorslack.config.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Stands in for the calls with which curated delivery asks Inspector for a finding's details. The
 * answers come from files with the output of {@code aws inspector2 batch-get-finding-details} and
 * {@code aws inspector2 list-findings}, in any order. Of other findings, Inspector has no details.
 */
public final class InspectorDetails {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String IMAGE = "awsEcrContainerImage";

  /** The option that names the files. */
  public static final class Files {
    @Option(
        names = "--details",
        paramLabel = "FILE",
        description =
            "JSON output of 'aws inspector2 batch-get-finding-details' or 'list-findings', used as Inspector's answers when curated delivery asks for details. Can be repeated; - is standard input.")
    private List<String> files = List.of();

    public List<String> names() {
      return files;
    }

    /**
     * Notes about files without effect, and about routes that filter by details if there are no
     * files.
     */
    public List<String> notes(Settings settings) {
      if (!files.isEmpty() && settings.delivery() instanceof Delivery.Native) {
        return List.of(
            "note: --details has no effect because delivery is native; only curated delivery asks Inspector for details");
      }
      return settings.routes().stream()
          .filter(route -> files.isEmpty() && route.filter().needsDetails())
          .filter(route -> !route.filter().requireKnown())
          .map(
              route ->
                  "note: route %s takes every finding whose details are unknown; supply Inspector's details with --details FILE"
                      .formatted(route.name()))
          .toList();
    }

    /**
     * Reads the files.
     *
     * @throws InvalidInput if one contains anything else
     */
    public InspectorDetails read(Terminal terminal) throws IOException {
      InspectorDetails details = new InspectorDetails();
      for (String file : files) {
        try (InputStream in = InputFile.open(file, terminal)) {
          details.read(in);
        } catch (JsonProcessingException e) {
          throw new InvalidInput("%s: %s".formatted(file, JsonText.problem(e, 0)));
        } catch (InvalidInput e) {
          throw new InvalidInput("%s: %s".formatted(file, e.getMessage()));
        }
      }
      return details;
    }
  }

  private final Map<String, JsonNode> details = new HashMap<>();
  private final Map<String, JsonNode> images = new HashMap<>();

  /** Adds the output of an AWS CLI command. */
  public void read(InputStream in) throws IOException {
    boolean isAny = false;
    try (JsonParser parser =
        JsonText.parser(JsonText.reader(in))
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw neither();
        }
        isAny |= readOutput(parser);
      }
    }
    if (!isAny) {
      throw neither();
    }
  }

  private boolean readOutput(JsonParser parser) throws IOException {
    boolean isAny = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean isDetails = name.equals("findingDetails");
      if (parser.nextToken() == JsonToken.START_ARRAY && (isDetails || name.equals("findings"))) {
        isAny = true;
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          JsonNode one = JsonText.read(parser);
          if (!one.path("findingArn").isTextual()) {
            throw new InvalidInput(
                "%s[%d] has no findingArn; expected the finding's ARN".formatted(name, i));
          }
          if (isDetails) {
            details.put(one.path("findingArn").asText(), one);
          } else {
            addFinding(one);
          }
        }
      } else {
        parser.skipChildren();
      }
    }
    return isAny;
  }

  /** Adds what a listed finding says about the use of its image, if it's about one. */
  public void addFinding(JsonNode finding) {
    JsonNode image = finding.at("/resources/0/details/" + IMAGE);
    if (image.isObject()) {
      images.put(finding.path("findingArn").asText(), image);
    }
  }

  private static InvalidInput neither() {
    return new InvalidInput(
        "it has neither findingDetails nor findings; expected the output of 'aws inspector2 batch-get-finding-details' or 'aws inspector2 list-findings' with --output json");
  }

  /** Answers a call to Inspector's API. */
  public Object call(String action, Map<?, ?> arguments) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    switch (action) {
      case "batchGetFindingDetails" -> {
        String arn = JSON.valueToTree(arguments).at("/FindingArns/0").asText();
        ArrayNode known = answer.putArray("FindingDetails");
        Optional.ofNullable(details.get(arn)).ifPresent(it -> known.add(inPascalCase(it)));
      }
      case "listFindings" -> {
        String arn = JSON.valueToTree(arguments).at("/FilterCriteria/FindingArn/0/Value").asText();
        ArrayNode known = answer.putArray("Findings");
        Optional.ofNullable(images.get(arn))
            .ifPresent(
                it ->
                    known
                        .addObject()
                        .putArray("Resources")
                        .addObject()
                        .putObject("Details")
                        .set("AwsEcrContainerImage", inPascalCase(it)));
      }
      default -> throw new IllegalStateException("no stand-in for " + action);
    }
    return JSON.convertValue(answer, Object.class);
  }

  /** A value as Step Functions returns it: with keys in PascalCase and times as text. */
  private static JsonNode inPascalCase(JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(InspectorDetails::inPascalCase)
          .collect(
              JsonNodeFactory.instance::arrayNode,
              (all, one) -> all.add(one),
              (all, more) -> all.addAll(more));
    }
    if (!value.isObject()) {
      return value;
    }
    ObjectNode renamed = JsonNodeFactory.instance.objectNode();
    value
        .properties()
        .forEach(
            it -> {
              String name = it.getKey();
              boolean isTime =
                  name.startsWith("date") || name.endsWith("Seen") || name.endsWith("At");
              int head = Math.min(1, name.length());
              renamed.set(
                  name.substring(0, head).toUpperCase(Locale.ROOT) + name.substring(head),
                  isTime ? time(it.getValue()) : inPascalCase(it.getValue()));
            });
    return renamed;
  }

  private static JsonNode time(JsonNode listed) {
    return ListedTime.any(listed)
        .<JsonNode>map(it -> TextNode.valueOf(it.toString()))
        .orElse(listed);
  }
}
