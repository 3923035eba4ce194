package inspectorslack.offline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads lists of findings as {@code aws inspector2 list-findings} and {@code aws securityhub
 * get-findings} print them, one finding in memory at a time. Pages that stand one behind the other
 * are read as one list, and so is an array without a name.
 */
final class FindingsReader {
  private static final JsonMapper JSON = new JsonMapper();

  private final Consumer<JsonNode> consumer;
  private boolean isAnyList;
  private boolean hasMorePages;

  private FindingsReader(Consumer<JsonNode> consumer) {
    this.consumer = consumer;
  }

  /**
   * Hands every finding on, in order.
   *
   * @param file how to name the text in messages
   * @param in JSON; read to its end
   * @return whether AWS holds more pages than the text
   * @throws WrongUsage if there is no list in it, or something else than findings
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is no JSON
   */
  static boolean read(String file, InputStream in, Consumer<JsonNode> consumer) throws IOException {
    FindingsReader reader = new FindingsReader(consumer);
    try (JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          reader.readPage(file, parser);
        } else if (token == JsonToken.START_ARRAY) {
          reader.readList(file, parser);
        }
      }
    }
    if (!reader.isAnyList) {
      throw new WrongUsage(
          file
              + " holds no list of findings; expected what 'aws inspector2 list-findings' or"
              + " 'aws securityhub get-findings' prints with --output json");
    }
    return reader.hasMorePages;
  }

  // Inspector names the list "findings" and what comes after it "nextToken", Security Hub and the
  // AWS CLI begin both with a capital.
  private void readPage(String file, JsonParser parser) throws IOException {
    boolean isLastPage = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("detail-type")) {
        throw events(file);
      }
      if (name.equalsIgnoreCase("findings") && token == JsonToken.START_ARRAY) {
        readList(file, parser);
      } else {
        isLastPage &= !(name.equalsIgnoreCase("nextToken") && token == JsonToken.VALUE_STRING);
        parser.skipChildren();
      }
    }
    hasMorePages = !isLastPage;
  }

  private void readList(String file, JsonParser parser) throws IOException {
    isAnyList = true;
    int number = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      number++;
      JsonNode finding = JSON.readTree(parser);
      if (finding.has("detail-type")) {
        throw events(file);
      }
      if (!finding.isObject()) {
        throw new WrongUsage(file + ": finding " + number + " is no JSON object");
      }
      consumer.accept(finding);
    }
  }

  private static WrongUsage events(String file) {
    return new WrongUsage(file + " holds events, not findings; give it to 'simulate'");
  }
}
