package inspectorslack.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Settings;
import inspectorslack.offline.Recording.Declared;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what {@code pulumi up} would declare for a stack, and the outputs. */
@Command(name = "preview", description = "Shows the resources and outputs of a stack.")
final class PreviewCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Mixin private StackParameter stack = new StackParameter();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  PreviewCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    StackFile stackFile = stack.read(project);
    Settings settings = stackFile.settings();
    Recording recording = Recording.of(stackFile);
    if (json) {
      terminal.out().println(json(stackFile, recording));
      settings
          .warnings(LocalDate.now(ZoneOffset.UTC))
          .forEach(warning -> terminal.err().println("warning: " + warning));
    } else {
      new PreviewText(terminal).print(stackFile, settings, recording);
    }
    return 0;
  }

  private static String json(StackFile stack, Recording recording) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode preview = mapper.createObjectNode().put("stack", stack.stack());
    ArrayNode resources = preview.putArray("resources");
    for (Declared resource : recording.resources()) {
      resources
          .addObject()
          .put("type", resource.type())
          .put("name", resource.name())
          .put("parent", resource.parent().orElse(null))
          .set("inputs", mapper.valueToTree(resource.inputs()));
    }
    preview.set("outputs", mapper.valueToTree(recording.outputs()));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(preview);
  }
}
