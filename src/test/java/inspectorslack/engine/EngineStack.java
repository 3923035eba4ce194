package inspectorslack.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Context;
import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.DestroyOptions;
import com.pulumi.automation.LocalPulumiCommand;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.OperationType;
import com.pulumi.automation.PreviewOptions;
import com.pulumi.automation.RefreshOptions;
import com.pulumi.automation.UpOptions;
import com.pulumi.automation.UpdateOptions;
import com.pulumi.automation.WorkspaceStack;
import com.pulumi.automation.events.EngineEvent;
import inspectorslack.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One stack of the program on the real engine: its own folder and state, the stand-in as its AWS.
 */
public final class EngineStack {
  /**
   * What an operation did.
   *
   * @param changes operation by resource's name, what stayed the same left out
   * @param problems errors that the engine reported, each beginning with the resource's name
   * @param warnings what the program warned of
   * @param failed whether the operation ended in an error
   */
  public record Outcome(
      Map<String, OperationType> changes,
      List<String> problems,
      List<String> warnings,
      boolean failed) {}

  private static final JsonMapper JSON = new JsonMapper();

  private interface Operation {
    void run() throws AutomationException;
  }

  private final Path folder;
  private final String name;
  private final Map<String, String> environment;
  private final WorkspaceStack stack;

  private EngineStack(
      Path folder, String name, Map<String, String> environment, WorkspaceStack stack) {
    this.folder = folder;
    this.name = name;
    this.environment = environment;
    this.stack = stack;
  }

  /**
   * Makes a stack.
   *
   * @param folder the stack's own
   * @param name the stack's name
   * @param config the text of the stack's file
   * @param provider what stands in for AWS
   */
  public static EngineStack create(
      Path folder, String name, String config, StandInProvider provider)
      throws AutomationException, IOException {
    Files.copy(
        Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(folder.resolve("Pulumi." + name + ".yaml"), config);
    return open(folder, name, provider);
  }

  /** Makes a stack of another program, such as a part of this one, that reads no settings. */
  public static EngineStack running(
      Consumer<Context> program, Path folder, String name, StandInProvider provider)
      throws AutomationException, IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\nruntime: java\n");
    Files.writeString(
        folder.resolve("Pulumi." + name + ".yaml"), "config:\n  aws:region: eu-west-1\n");
    return open(folder, name, provider, program);
  }

  /** A stack that exists, with another provider, as after a restart. */
  static EngineStack open(Path folder, String name, StandInProvider provider)
      throws AutomationException, IOException {
    return open(folder, name, provider, App::stack);
  }

  private static EngineStack open(
      Path folder, String name, StandInProvider provider, Consumer<Context> program)
      throws AutomationException, IOException {
    Path backend = Files.createDirectories(folder.resolve("backend"));
    Path home = folder.resolve("home");
    // Seems to be installed, so that the engine does not look for the real one on the network; it
    // talks to the stand-in all the same.
    Path plugin = home.resolve("plugins/resource-aws-v6.83.0/pulumi-resource-aws");
    Files.createDirectories(plugin.getParent());
    Files.writeString(plugin, "");
    Map<String, String> environment =
        Map.of(
            "PULUMI_BACKEND_URL",
            "file://" + backend,
            "PULUMI_HOME",
            home.toString(),
            "PULUMI_CONFIG_PASSPHRASE",
            "test",
            "PULUMI_SKIP_UPDATE_CHECK",
            "true",
            "PULUMI_DEBUG_PROVIDERS",
            "aws:" + provider.port());
    LocalWorkspace workspace =
        LocalWorkspace.create(
            LocalWorkspaceOptions.builder()
                .workDir(folder)
                .program(program)
                .pulumiCommand(new EngineCli())
                .environmentVariables(environment)
                .build());
    WorkspaceStack stack =
        Files.exists(checkpoint(folder, name))
            ? WorkspaceStack.select(name, workspace)
            : WorkspaceStack.create(name, workspace);
    return new EngineStack(folder, name, environment, stack);
  }

  /** Replaces the stack's file. */
  public void configure(String config) throws IOException {
    Files.writeString(folder.resolve("Pulumi." + name + ".yaml"), config);
  }

  Outcome preview() throws AutomationException {
    PreviewOptions.Builder options = PreviewOptions.builder();
    return watched(options, () -> stack.preview(options.build()));
  }

  /** Previews and saves what was proposed, as the workflows do. */
  Outcome plan(Path plan) throws AutomationException {
    PreviewOptions.Builder options = PreviewOptions.builder().plan(plan.toString());
    return watched(options, () -> stack.preview(options.build()));
  }

  /** Carries out what was saved, and nothing else. */
  Outcome up(Path plan) throws AutomationException {
    UpOptions.Builder options = UpOptions.builder().plan(plan.toString());
    return watched(options, () -> stack.up(options.build()));
  }

  public Outcome up() throws AutomationException {
    UpOptions.Builder options = UpOptions.builder();
    return watched(options, () -> stack.up(options.build()));
  }

  Outcome refresh() throws AutomationException {
    RefreshOptions.Builder options = RefreshOptions.builder();
    return watched(options, () -> stack.refresh(options.build()));
  }

  public Outcome destroy() throws AutomationException {
    DestroyOptions.Builder options = DestroyOptions.builder();
    return watched(options, () -> stack.destroy(options.build()));
  }

  /** The program in a process of its own, as the engine's real language host starts it. */
  Outcome upInProcess(Path jdk) throws AutomationException, IOException {
    try (ProcessHost host = ProcessHost.start(jdk)) {
      UpOptions.Builder options = UpOptions.builder();
      return watched(
          options,
          () ->
              LocalPulumiCommand.create()
                  .run(
                      List.of(
                          "up",
                          "--yes",
                          "--skip-preview",
                          "--client=127.0.0.1:" + host.port(),
                          "--stack",
                          name),
                      CommandRunOptions.builder()
                          .workingDir(folder)
                          .additionalEnv(environment)
                          .onEngineEvent(options.build().onEvent())
                          .build()));
    }
  }

  /** What the CLI prints of a preview, with the program in a process of its own. */
  String previewAsJson() throws AutomationException, IOException {
    try (ProcessHost host = ProcessHost.start(Path.of(System.getProperty("java.home")))) {
      return LocalPulumiCommand.create()
          .run(
              List.of("preview", "--json", "--client=127.0.0.1:" + host.port(), "--stack", name),
              CommandRunOptions.builder().workingDir(folder).additionalEnv(environment).build())
          .standardOutput();
    }
  }

  /** What the state holds of each resource, by name; a name that is there twice is an error. */
  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    for (Map<?, ?> resource : resources()) {
      String urn = String.valueOf(resource.get("urn"));
      if (!urn.contains("::pulumi:")) {
        Object before =
            state.put(
                afterLast(urn),
                List.of(
                    String.valueOf(resource.get("inputs")),
                    String.valueOf(resource.get("outputs"))));
        if (before != null) {
          throw new AssertionError(urn + " is in the state twice");
        }
      }
    }
    return state;
  }

  public Map<String, Object> outputs() {
    Map<String, Object> outputs = new TreeMap<>();
    for (Map<?, ?> resource : resources()) {
      if ("pulumi:pulumi:Stack".equals(resource.get("type"))
          && resource.get("outputs") instanceof Map<?, ?> ofStack) {
        ofStack.forEach((key, value) -> outputs.put(String.valueOf(key), value));
      }
    }
    return outputs;
  }

  /** The state's file; `pulumi stack export` takes longer than most of what is tested. */
  private static Path checkpoint(Path folder, String name) {
    return folder.resolve("backend/.pulumi/stacks/inspector-slack/" + name + ".json");
  }

  private List<Map<?, ?>> resources() {
    try {
      List<Map<?, ?>> resources = new ArrayList<>();
      for (JsonNode resource :
          JSON.readTree(checkpoint(folder, name).toFile()).at("/checkpoint/latest/resources")) {
        resources.add(JSON.convertValue(resource, Map.class));
      }
      return resources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome watched(UpdateOptions.Builder<?> options, Operation operation)
      throws AutomationException {
    Map<String, OperationType> changes = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    options.onEvent(
        event -> {
          note(event, changes);
          if (event.diagnosticEvent() != null) {
            String text =
                afterLast(event.diagnosticEvent().urn())
                    + ": "
                    + event.diagnosticEvent().message().strip();
            switch (event.diagnosticEvent().severity()) {
              case "error" -> problems.add(text);
              case "warning" -> warnings.add(text);
              default -> {}
            }
          }
        });
    try {
      operation.run();
      return new Outcome(changes, problems, warnings, false);
    } catch (AutomationException e) {
      if (problems.isEmpty()) {
        problems.add(": " + e.getMessage());
      }
      return new Outcome(changes, problems, warnings, true);
    }
  }

  private static void note(EngineEvent event, Map<String, OperationType> changes) {
    if (event.resourcePreEvent() == null) {
      return;
    }
    OperationType operation = event.resourcePreEvent().metadata().op();
    String type = event.resourcePreEvent().metadata().type();
    if (operation != OperationType.SAME && !type.startsWith("pulumi:")) {
      changes.put(afterLast(event.resourcePreEvent().metadata().urn()), operation);
    }
  }

  private static String afterLast(String urn) {
    return urn == null ? "" : urn.substring(urn.lastIndexOf(':') + 1);
  }
}
