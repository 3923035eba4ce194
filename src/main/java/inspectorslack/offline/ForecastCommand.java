package inspectorslack.offline;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Counts which findings of an account would have notified, at each threshold. */
@Command(
    name = "forecast",
    description = "Counts how many of an account's findings would notify at each threshold.",
    mixinStandardHelpOptions = true)
final class ForecastCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Parameters(
      index = "0",
      paramLabel = "STACK",
      description = "Name of the stack, as in Pulumi.STACK.yaml.")
  private String stack = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description =
          "What 'aws inspector2 list-findings' or 'aws securityhub get-findings' printed as JSON;"
              + " - is standard input.")
  private String file = "";

  ForecastCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = StackFile.read(project, stack).settings();
    InputFile.check(file);
    Forecast forecast = new Forecast();
    Progress progress = new Progress(terminal, "findings");
    try (InputStream in = InputFile.open(file, terminal)) {
      readFindings(
          in,
          finding -> {
            forecast.add(finding);
            progress.step();
          });
    } catch (JsonProcessingException e) {
      progress.clear();
      terminal
          .err()
          .printf(
              "inspector-slack: %s: no valid JSON: %s, in line %d, column %d; nothing was counted%n",
              file,
              EventReader.said(e),
              e.getLocation().getLineNr(),
              e.getLocation().getColumnNr());
      return 1;
    }
    progress.clear();
    new ForecastText(terminal).print(stack, settings, file, forecast);
    return 0;
  }

  /** Hands on every object of the list, one in memory at a time. */
  private void readFindings(InputStream in, Consumer<JsonNode> consumer) throws IOException {
    JsonMapper json = new JsonMapper();
    try (JsonParser parser = json.createParser(in)) {
      findList(parser);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw new JsonParseException(parser, "a finding must be a JSON object");
        }
        JsonNode finding = json.readTree(parser);
        consumer.accept(finding);
      }
    }
  }

  // Inspector names the list "findings", Security Hub "Findings"; a list on its own will do too.
  private void findList(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isList = parser.currentName().equalsIgnoreCase("findings");
        token = parser.nextToken();
        if (isList && token == JsonToken.START_ARRAY) {
          return;
        }
        parser.skipChildren();
      }
    } else if (token == JsonToken.START_ARRAY) {
      return;
    }
    throw new WrongUsage(
        file
            + " holds no list of findings; expected what 'aws inspector2 list-findings' or"
            + " 'aws securityhub get-findings' prints with --output json");
  }
}
