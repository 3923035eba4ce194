package inspectorslack.companion.preview;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.InputFile;
import inspectorslack.companion.InvalidInput;
import inspectorslack.companion.JsonText;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Utf8;
import inspectorslack.companion.WrongUsage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what {@code preview --json} printed earlier. */
final class PreviewFile {
  private PreviewFile() {}

  /**
   * The preview that a file holds.
   *
   * @throws WrongUsage if there is no such file, or it holds something else
   */
  static JsonNode read(String file, Terminal terminal) throws IOException {
    InputFile.check(List.of(file));
    JsonNode preview;
    try (InputStream in = InputFile.open(file, terminal);
        JsonParser parser = JsonText.parser(Utf8.reader(in))) {
      if (parser.nextToken() == null) {
        throw new InvalidInput("it is empty");
      }
      preview = JsonText.read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidInput("it contains more than one JSON value");
      }
    } catch (JsonProcessingException e) {
      throw noPreview(file, JsonText.problem(e, 0));
    } catch (InvalidInput e) {
      throw noPreview(file, "" + e.getMessage());
    }
    if (!preview.path("stack").isTextual()
        || !preview.path("resources").isArray()
        || !preview.path("outputs").isObject()) {
      throw noPreview(file, "it has no \"stack\", \"resources\" and \"outputs\"");
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode resource : preview.path("resources")) {
      if (!resource.path("type").isTextual()
          || !resource.path("name").isTextual()
          || !resource.path("inputs").isObject()) {
        throw noPreview(file, "a resource has no \"type\", \"name\" and \"inputs\"");
      }
      if (!seen.add(PreviewDifference.key(resource))) {
        throw noPreview(file, "two resources are %s".formatted(PreviewDifference.key(resource)));
      }
    }
    return preview;
  }

  private static WrongUsage noPreview(String file, String why) {
    return new WrongUsage(
        "%s: not the output of 'preview STACK --json': %s".formatted(file, Terminal.clean(why)));
  }
}
