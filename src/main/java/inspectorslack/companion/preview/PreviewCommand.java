package inspectorslack.companion.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.companion.CloudMocks;
import inspectorslack.companion.JsonText;
import inspectorslack.companion.Recording;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.StackParameter;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.WrongUsage;
import inspectorslack.suppressions.Suppression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what {@code pulumi up} would declare for a stack, and the outputs. */
@Command(name = "preview", description = "Shows what a stack does, deploys and costs.")
public final class PreviewCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Mixin private StackParameter stack = new StackParameter();

  @Option(
      names = "--details",
      description = "Print every resource with its inputs, policies in words, and the outputs.")
  private boolean details;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "Print only what differs from FILE, an earlier output of 'preview STACK --json'; - is standard input.")
  private Optional<String> against = Optional.empty();

  public PreviewCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() throws IOException {
    StackFile stackFile = stack.read(project);
    Settings settings = stackFile.settings();
    if (against.isPresent() && details) {
      throw new WrongUsage(
          "--details prints everything, and --against only what differs; leave one of them out");
    }
    if (against.isPresent()) {
      compare(stackFile, settings, against.get(), PreviewFile.read(against.get(), terminal));
      return 0;
    }
    Recording recording = Recording.of(stackFile);
    if (json) {
      print(PreviewJson.of(stackFile, recording));
      terminal.warn(stackFile.warnings(settings));
    } else if (details) {
      new PreviewText(terminal).print(stackFile, settings, recording);
    } else {
      new OverviewText(terminal, stackFile, settings, recording).print();
    }
    return 0;
  }

  private void compare(StackFile stackFile, Settings settings, String file, JsonNode earlier)
      throws JsonProcessingException {
    String of = earlier.path("stack").asText();
    if (!of.equals(stackFile.stack())) {
      terminal.err().printf("warning: %s is a preview of stack %s%n", file, Terminal.clean(of));
    }
    Recording recording = Recording.of(stackFile);
    PreviewDifference difference =
        PreviewDifference.between(earlier, PreviewJson.of(stackFile, recording));
    if (json) {
      print(difference.toJson(stackFile.stack()));
    } else {
      new PreviewDifferenceText(terminal).print(stackFile, file, difference, recording);
    }
    if (removed(difference, "aws:inspector2/filter:Filter").findAny().isPresent()) {
      terminal.warn(List.of(Suppression.WHEN_REMOVED));
    }
    terminal.warn(staysOn(difference, stackFile.region()));
    terminal.warn(stackFile.warnings(settings));
  }

  /** Where Inspector stays on, because the engine keeps its switches when it removes them. */
  private static List<String> staysOn(PreviewDifference difference, String home) {
    Set<String> own = new LinkedHashSet<>();
    Map<String, Set<String>> members = new LinkedHashMap<>();
    removed(difference, "aws:inspector2/enabler:Enabler")
        .forEach(
            enabler -> {
              String region = Terminal.clean(enabler.path("region").asText(home));
              String account = enabler.at("/inputs/accountIds/0").asText(CloudMocks.ACCOUNT);
              if (account.equals(CloudMocks.ACCOUNT)) {
                own.add(region);
              } else {
                members
                    .computeIfAbsent(region, it -> new LinkedHashSet<>())
                    .add(Terminal.clean(account));
              }
            });
    String warning =
        "Inspector stays on in %s; to turn it off: aws inspector2 disable%s --region %s";
    List<String> warnings = new ArrayList<>();
    own.forEach(region -> warnings.add(warning.formatted(region, "", region)));
    // Without their ids, the command would turn off Inspector in the stack's own account.
    members.forEach(
        (region, accounts) ->
            warnings.add(
                warning.formatted(
                    "%s for %s %s"
                        .formatted(
                            region,
                            accounts.size() == 1 ? "member" : "members",
                            String.join(", ", accounts)),
                    " --account-ids " + String.join(" ", accounts),
                    region)));
    return warnings;
  }

  private static Stream<JsonNode> removed(PreviewDifference difference, String type) {
    return difference.removed().stream().filter(it -> it.path("type").asText().equals(type));
  }

  private void print(ObjectNode object) throws JsonProcessingException {
    terminal
        .out()
        .println(
            JsonText.printable(
                new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(object)));
  }
}
