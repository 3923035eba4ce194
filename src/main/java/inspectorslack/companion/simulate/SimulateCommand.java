package inspectorslack.companion.simulate;

import inspectorslack.Settings;
import inspectorslack.companion.InputFile;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.OutputFile;
import inspectorslack.companion.Progress;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.StackParameter;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.simulate.Simulation.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says for each event whether it would reach Slack, and if not, why. */
@Command(
    name = "simulate",
    description = "Shows which events would trigger a notification, and why the others wouldn't.")
public final class SimulateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Mixin private StackParameter stack = new StackParameter();

  @Parameters(
      index = "1..*",
      paramLabel = "FILE",
      description =
          "EventBridge events as JSON: one object, an array, or one object per line, also inside SQS or SNS messages or PutEvents entries; - is standard input. Without FILE, the program's samples, with the stack's home Region.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "PAGE",
      description =
          "Also write an HTML page to this file, with the messages as Slack shows them and why the other events don't trigger one.")
  private @Nullable String html;

  @Mixin private InspectorDetails.Files details = new InspectorDetails.Files();

  public SimulateCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() throws IOException {
    StackFile stackFile = stack.read(project);
    Settings settings = stackFile.settings();
    InputFile.check(Stream.concat(files.stream(), details.names().stream()).toList());
    boolean hasSamplesOnly = files.isEmpty() && details.names().isEmpty();
    InspectorDetails answers =
        hasSamplesOnly ? Samples.details(stackFile.region()) : details.read(terminal);
    Report report = json ? new SimulationJson(terminal) : new SimulationText(terminal, settings);
    if (html != null) {
      OutputFile.check(html);
      report = report.and(new SimulationPage(html, stackFile, settings));
    }
    Simulation simulation =
        new Simulation(
            stackFile.ownRegion().isPresent(),
            SimulatedRegion.of(settings, stackFile.region(), answers),
            report,
            new Progress(terminal, "events"));
    List<String> notes = new ArrayList<>();
    if (files.isEmpty()) {
      for (String sample : Samples.names()) {
        try (InputStream in = Samples.open(sample, stackFile.region())) {
          simulation.run(sample, in);
        }
      }
    }
    for (String file : files) {
      try (InputStream in = InputFile.open(file, terminal)) {
        Set<String> envelopes = simulation.run(file, in);
        if (!envelopes.isEmpty()) {
          notes.add(
              "note: the events in %s were unwrapped (%s)"
                  .formatted(file, String.join(", ", envelopes)));
        }
      }
    }
    if (!hasSamplesOnly) {
      notes.addAll(details.notes(settings));
    }
    boolean isFine = simulation.finish();
    terminal.out().flush();
    notes.forEach(terminal.err()::println);
    terminal.warn(stackFile.warnings());
    return isFine ? 0 : 1;
  }
}
