package inspectorslack.companion.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import inspectorslack.Settings;
import inspectorslack.companion.InputFile;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.InvalidInput;
import inspectorslack.companion.JsonText;
import inspectorslack.companion.OutputFile;
import inspectorslack.companion.Progress;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.StackParameter;
import inspectorslack.companion.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Counts which findings of an account would have notified, at each threshold, and shows the digest
 * and the summary that they'd make.
 */
@Command(
    name = "forecast",
    description =
        "Counts how many of an account's findings would trigger a notification at each threshold, and shows the digest and the largest summary that they make.")
public final class ForecastCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Mixin private StackParameter stack = new StackParameter();

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description =
          "JSON output of 'aws inspector2 list-findings', 'aws securityhub get-findings' or 'aws securityhub get-findings-v2'; - is standard input.")
  private String file = "";

  @Option(
      names = "--html",
      paramLabel = "PAGE",
      description =
          "Also write an HTML page to this file, with the counts, and the digest and the summaries as Slack shows them.")
  private @Nullable String html;

  @Mixin private InspectorDetails.Files details = new InspectorDetails.Files();

  public ForecastCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() throws IOException {
    StackFile stackFile = stack.read(project);
    Settings settings = stackFile.settings();
    InputFile.check(Stream.concat(Stream.of(file), details.names().stream()).toList());
    if (html != null) {
      OutputFile.check(html);
    }
    Forecast forecast = new Forecast(settings, stackFile.region(), details.read(terminal));
    Progress progress = new Progress(terminal, "findings");
    boolean hasMorePages;
    try (InputStream in = InputFile.open(file, terminal)) {
      hasMorePages =
          FindingsReader.read(
              in,
              finding -> {
                forecast.add(finding);
                progress.step();
              });
    } catch (JsonProcessingException e) {
      throw invalid(JsonText.problemOfOutput(e, 0));
    } catch (InvalidInput e) {
      throw invalid(e.getMessage());
    } finally {
      progress.clear();
    }
    if (hasMorePages) {
      terminal
          .err()
          .printf("warning: %s, so the counts are incomplete%n", InputFile.onlyOnePage(file));
    }
    ForecastReport report = ForecastReport.of(stackFile.stack(), settings, file, forecast);
    new ForecastText(terminal).print(report);
    if (html != null) {
      ForecastPage.write(html, stackFile, report);
    }
    details.notes(settings).forEach(terminal.err()::println);
    terminal.warn(stackFile.warnings());
    return 0;
  }

  private InvalidInput invalid(@Nullable String problem) {
    return new InvalidInput("%s: %s; nothing was counted".formatted(file, problem));
  }
}
