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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * Stands in for the calls with which curated delivery asks Inspector for a finding's details. The
 * answers come from files with the output of {@code aws inspector2 batch-get-finding-details} and
 * {@code aws inspector2 list-findings}, in any order. Of other findings, Inspector has no details.
 */
public final class InspectorDetails {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ERROR_CODE = "[A-Z_]{1,50}";
  private static final String IMAGE = "/resources/0/details/awsEcrContainerImage";

  /** The option that names the files. */
  public static final class Files {
    @Option(
        names = "--details",
        paramLabel = "FILE",
        description =
            "JSON output of 'aws inspector2 batch-get-finding-details' or 'list-findings', used as Inspector's answers when curated delivery asks for details. Can be repeated; - is standard input.")
    private List<String> files = List.of();

    private final List<String> notes = new ArrayList<>();
    private InspectorDetails details = new InspectorDetails();

    public List<String> names() {
      return files;
    }

    /**
     * Notes about files without effect, with more pages or with errors, and about routes that
     * filter by details if there are no files. To be called once the details were used.
     */
    public List<String> notes(Settings settings) {
      if (!files.isEmpty() && settings.delivery() instanceof Delivery.Native) {
        return List.of(
            "note: --details has no effect because delivery is native; only curated delivery asks Inspector for details");
      }
      List<String> all = new ArrayList<>(notes);
      if (details.areOfOthers()) {
        all.add(
            "note: none of the findings in --details is one that curated delivery asked about, so all details are unknown");
      }
      settings.routes().stream()
          .filter(route -> files.isEmpty() && route.filter().needsDetails())
          .filter(route -> !route.filter().requireKnown())
          .map(
              route ->
                  "note: route %s takes every finding whose details are unknown; supply Inspector's details with --details FILE"
                      .formatted(route.name()))
          .forEach(all::add);
      return all;
    }

    /**
     * Reads the files.
     *
     * @throws InvalidInput if one contains anything else
     */
    public InspectorDetails read(Terminal terminal) throws IOException {
      details = new InspectorDetails();
      Output output = details.new Output();
      for (String file : files) {
        try (InputStream in = InputFile.open(file, terminal)) {
          details.read(in, output);
          notes.addAll(output.notes(file));
        } catch (JsonProcessingException e) {
          throw new InvalidInput("%s: %s".formatted(file, JsonText.problemOfOutput(e, 0)));
        } catch (InvalidInput e) {
          throw new InvalidInput("%s: %s".formatted(file, e.getMessage()));
        }
      }
      return details;
    }
  }

  private final Map<String, JsonNode> details = new HashMap<>();
  private final Map<String, JsonNode> images = new HashMap<>();
  private final Set<String> ofFiles = new HashSet<>();
  private boolean isAsked;
  private boolean isOfFilesUsed;

  /** Whether Inspector was asked, but never about a finding in the files. */
  private boolean areOfOthers() {
    return isAsked && !ofFiles.isEmpty() && !isOfFilesUsed;
  }

  /** Adds the output of an AWS CLI command. */
  public void read(InputStream in) throws IOException {
    read(in, new Output());
  }

  private void read(InputStream in, Output output) throws IOException {
    output.errors.clear();
    boolean isAny = false;
    try (JsonParser parser =
        JsonText.parser(Utf8.reader(in)).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw neither();
        }
        isAny |= output.read(parser);
      }
    }
    if (!isAny) {
      throw neither();
    }
  }

  /** What commands print, perhaps in several pages: one answer about each finding. */
  private final class Output {
    private final Map<String, JsonNode> earlier = new HashMap<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private boolean hasMorePages;

    /** What the user should know of the file that was just read. */
    private List<String> notes(String file) {
      List<String> notes = new ArrayList<>();
      if (hasMorePages) {
        notes.add("note: " + InputFile.onlyOnePage(file));
      }
      errors.forEach(
          (code, count) ->
              notes.add(
                  "note: %s has %,d error%s (%s) instead of details; the details of %s are unknown"
                      .formatted(
                          file,
                          count,
                          count == 1 ? "" : "s",
                          code,
                          count == 1 ? "this finding" : "these findings")));
      return notes;
    }

    /** Reads a page, and says whether it has a list that it should have. */
    boolean read(JsonParser parser) throws IOException {
      boolean isAny = false;
      hasMorePages = false;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        boolean isDetails = name.equals("findingDetails");
        if (token == JsonToken.START_ARRAY && (isDetails || name.equals("findings"))) {
          isAny = true;
          for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            add(isDetails, "%s[%d]".formatted(name, i), JsonText.read(parser));
          }
        } else if (token == JsonToken.START_ARRAY && name.equals("errors")) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            String code = JsonText.read(parser).path("errorCode").asText();
            errors.merge(code.matches(ERROR_CODE) ? code : "no error code", 1, Integer::sum);
          }
        } else {
          hasMorePages |= name.equalsIgnoreCase("nextToken") && token == JsonToken.VALUE_STRING;
          JsonText.skip(parser);
        }
      }
      return isAny;
    }

    private void add(boolean isDetails, String place, JsonNode answer) {
      if (!answer.path("findingArn").isTextual()) {
        throw new InvalidInput(place + " has no findingArn; expected the finding's ARN");
      }
      (isDetails ? DocumentedFields.OF_DETAILS : DocumentedFields.OF_IMAGE).check(place, answer);
      String arn = answer.path("findingArn").asText();
      if (!answer.equals(earlier.getOrDefault(isDetails + arn, answer))) {
        throw new InvalidInput(
            "%s differs from an earlier answer about the same finding; keep one of them"
                .formatted(place));
      }
      earlier.put(isDetails + arn, answer);
      ofFiles.add(arn);
      if (isDetails) {
        details.put(arn, answer);
      } else {
        addFinding(answer);
      }
    }
  }

  /** Adds what a listed finding says about the use of its image, if it's about one. */
  public void addFinding(JsonNode finding) {
    JsonNode image = finding.at(IMAGE);
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
        String arn = asked(arguments, "/FindingArns/0");
        ArrayNode known = answer.putArray("FindingDetails");
        Optional.ofNullable(details.get(arn)).ifPresent(it -> known.add(inPascalCase(it)));
      }
      case "listFindings" -> {
        String arn = asked(arguments, "/FilterCriteria/FindingArn/0/Value");
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

  private String asked(Map<?, ?> arguments, String pointer) {
    String arn = JSON.valueToTree(arguments).at(pointer).asText();
    isAsked = true;
    isOfFilesUsed |= ofFiles.contains(arn);
    return arn;
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
