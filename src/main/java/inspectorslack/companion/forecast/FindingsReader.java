package inspectorslack.companion.forecast;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.InvalidInput;
import inspectorslack.companion.JsonText;
import inspectorslack.companion.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads lists of findings as {@code aws inspector2 list-findings}, {@code aws securityhub
 * get-findings} and {@code get-findings-v2} print them, one finding in memory at a time. It reads
 * several pages in a row as one list, and also accepts a bare array.
 */
final class FindingsReader {
  private final Consumer<JsonNode> consumer;
  private boolean isAnyPage;
  private boolean hasMorePages;

  private FindingsReader(Consumer<JsonNode> consumer) {
    this.consumer = consumer;
  }

  /**
   * Hands every finding on, in order.
   *
   * @param in JSON; read to its end
   * @return whether AWS holds more pages than the text
   * @throws InvalidInput if there is no list in it, or something else than findings
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it isn't JSON
   */
  static boolean read(InputStream in, Consumer<JsonNode> consumer) throws IOException {
    FindingsReader reader = new FindingsReader(consumer);
    try (JsonParser parser =
        JsonText.parser(Utf8.reader(in)).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          reader.readPage(parser);
        } else if (token == JsonToken.START_ARRAY) {
          reader.readList(parser);
        } else {
          throw noList();
        }
      }
    }
    if (!reader.isAnyPage) {
      throw noList();
    }
    return reader.hasMorePages;
  }

  // Inspector names the list "findings" and what comes after it "nextToken", Security Hub and the
  // AWS CLI begin both with a capital.
  private void readPage(JsonParser parser) throws IOException {
    boolean isLastPage = true;
    boolean hasList = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("detail-type")) {
        throw events();
      }
      if (name.equalsIgnoreCase("findings") && token == JsonToken.START_ARRAY) {
        readList(parser);
        hasList = true;
      } else {
        isLastPage &= !(name.equalsIgnoreCase("nextToken") && token == JsonToken.VALUE_STRING);
        JsonText.skip(parser);
      }
    }
    if (!hasList) {
      throw noList();
    }
    hasMorePages = !isLastPage;
  }

  private void readList(JsonParser parser) throws IOException {
    isAnyPage = true;
    int number = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      number++;
      JsonNode finding = JsonText.read(parser);
      // Pages in one array, as jq --slurp puts them.
      JsonNode page = finding.has("findings") ? finding.get("findings") : finding.path("Findings");
      if (page.isArray()) {
        page.forEach(consumer);
        JsonNode next =
            finding.has("nextToken") ? finding.get("nextToken") : finding.path("NextToken");
        hasMorePages = next.isTextual();
        continue;
      }
      if (finding.has("detail-type")) {
        throw events();
      }
      if (!finding.isObject()) {
        throw new InvalidInput("finding " + number + " isn't a JSON object");
      }
      consumer.accept(finding);
    }
  }

  private static InvalidInput noList() {
    return new InvalidInput(
        "it has no list of findings; expected the output of 'aws inspector2 list-findings', 'aws securityhub get-findings' or 'aws securityhub get-findings-v2' with --output json");
  }

  private static InvalidInput events() {
    return new InvalidInput("it contains events, not findings; use 'simulate'");
  }
}
