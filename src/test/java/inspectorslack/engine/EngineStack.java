package inspectorslack.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.LocalPulumiCommand;
import com.pulumi.automation.OperationType;
import com.pulumi.automation.events.EngineEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stack of the program on the real engine, with its own folder and state, and the stand-in as
 * AWS.
 */
public final class EngineStack {
  /**
   * What an operation did.
   *
   * @param changes the operations by resource, without those that changed nothing
   * @param problems the engine's errors, each beginning with the resource's name
   * @param warnings the program's warnings
   * @param failed whether the operation failed
   */
  public record Outcome(
      Map<String, OperationType> changes,
      List<String> problems,
      List<String> warnings,
      boolean failed) {}

  /** The outcomes of a preview and of the update after it. */
  record Previewed(Outcome preview, Outcome up) {}

  private static final JsonMapper JSON = new JsonMapper();

  private static final LocalPulumiCommand PULUMI = cli();

  private final Path folder;
  private final String name;
  private final Map<String, String> environment;

  private EngineStack(Path folder, String name, Map<String, String> environment) {
    this.folder = folder;
    this.name = name;
    this.environment = environment;
  }

  /**
   * Creates a stack in an empty folder.
   *
   * @param config the text of the stack file
   */
  public static EngineStack create(
      Path folder, String name, String config, StandInProvider provider)
      throws AutomationException, IOException {
    Files.copy(
        Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"), StandardCopyOption.REPLACE_EXISTING);
    EngineStack stack = open(folder, name, provider);
    stack.configure(config);
    // What 'pulumi stack init' would write, which takes longer.
    Files.createDirectories(stack.checkpoint().getParent());
    Files.writeString(
        stack.checkpoint(),
        "{\"version\":3,\"checkpoint\":{\"stack\":\"organization/inspector-slack/%s\"}}"
            .formatted(name));
    return stack;
  }

  /** Opens a stack that exists, with another provider. */
  static EngineStack open(Path folder, String name, StandInProvider provider)
      throws AutomationException, IOException {
    Path backend = Files.createDirectories(folder.resolve("backend"));
    Path home = folder.resolve("home");
    // Not a folder, so the CLI can't write a log of each command.
    Files.createDirectories(home);
    Files.writeString(home.resolve("logs"), "");
    // The engine would download a provider that isn't installed, although it uses the stand-in.
    Path plugin = home.resolve("plugins/resource-aws-v6.83.0/pulumi-resource-aws");
    Files.createDirectories(plugin.getParent());
    Files.writeString(plugin, "");
    Map<String, String> environment = new HashMap<>(Vault.ENVIRONMENT);
    environment.putAll(
        Map.of(
            "PULUMI_BACKEND_URL",
            "file://" + backend,
            "PULUMI_HOME",
            home.toString(),
            "PULUMI_SKIP_UPDATE_CHECK",
            "true",
            // Writes the state when the command ends, not also after each of its steps.
            "PULUMI_SKIP_CHECKPOINTS",
            "true",
            // The CLI exits before garbage collection pays off.
            "GOGC",
            "off",
            "GOMEMLIMIT",
            "400MiB",
            "PULUMI_DEBUG_PROVIDERS",
            "aws:" + provider.port()));
    return new EngineStack(folder, name, environment);
  }

  private static LocalPulumiCommand cli() {
    try {
      return LocalPulumiCommand.create();
    } catch (AutomationException e) {
      throw new LinkageError("no Pulumi", e);
    }
  }

  /** Replaces the stack file. */
  public void configure(String config) throws IOException {
    Files.writeString(folder.resolve("Pulumi." + name + ".yaml"), Vault.KEY + config);
  }

  /** Encrypts a value of the stack file. */
  void setSecret(String path, String value) throws AutomationException {
    pulumi(List.of("config", "set", "--secret", "--path", path, value, "--stack", name));
  }

  Outcome preview() throws AutomationException, IOException {
    return watched(new InlineHost(), "preview");
  }

  /** Previews and saves the plan. */
  Outcome plan(Path plan) throws AutomationException, IOException {
    return watched(new InlineHost(), "preview", "--save-plan", plan.toString());
  }

  /** Deploys a saved plan. */
  Outcome up(Path plan) throws AutomationException, IOException {
    return watched(new InlineHost(), "up", "--yes", "--skip-preview", "--plan", plan.toString());
  }

  public Outcome up() throws AutomationException, IOException {
    return watched(new InlineHost(), "up", "--yes", "--skip-preview");
  }

  /** Previews and deploys in one run of the CLI. */
  Previewed previewAndUp() throws AutomationException, IOException {
    return watchedBoth(new InlineHost(), "up", "--yes");
  }

  // Refresh and destroy don't run the program.
  Outcome refresh() throws AutomationException {
    return watched("refresh", "--yes", "--skip-preview");
  }

  public Outcome destroy() throws AutomationException {
    return watched("destroy", "--yes", "--skip-preview");
  }

  /** Runs {@code pulumi import}, which needs the program's language but doesn't run it. */
  void importInto(List<String> words) throws AutomationException, IOException {
    List<String> arguments = new ArrayList<>(List.of("import"));
    arguments.addAll(words);
    arguments.addAll(List.of("--generate-code=false", "--yes", "--skip-preview", "--stack", name));
    try (LanguageHost host = new InlineHost()) {
      Map<String, String> withLanguage = new LinkedHashMap<>(environment);
      withLanguage.put("PULUMI_DEBUG_LANGUAGES", "java:" + host.port());
      PULUMI.run(
          arguments,
          CommandRunOptions.builder().workingDir(folder).additionalEnv(withLanguage).build());
    }
  }

  /** Deploys with the program in a separate process. */
  Outcome upInProcess(Path jdk) throws AutomationException, IOException {
    return watched(ProcessHost.start(jdk), "up", "--yes", "--skip-preview");
  }

  /** Previews and returns the CLI's output. */
  String previewAsJson() throws AutomationException, IOException {
    return previewAsJson(new InlineHost());
  }

  /** Previews with the program in a separate process, and returns the CLI's output. */
  String previewAsJsonInProcess() throws AutomationException, IOException {
    return previewAsJson(ProcessHost.start(Path.of(System.getProperty("java.home"))));
  }

  private String previewAsJson(LanguageHost program) throws AutomationException {
    try (program) {
      return pulumi(
              List.of("preview", "--json", "--client=127.0.0.1:" + program.port(), "--stack", name))
          .standardOutput();
    }
  }

  /** Inputs and outputs of each resource in the state, by name. No name may be there twice. */
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

  /** The state's file. {@code pulumi stack export} would be slower. */
  Path checkpoint() {
    return folder.resolve("backend/.pulumi/stacks/inspector-slack/" + name + ".json");
  }

  private List<Map<?, ?>> resources() {
    try {
      List<Map<?, ?>> resources = new ArrayList<>();
      for (JsonNode resource :
          JSON.readTree(checkpoint().toFile()).at("/checkpoint/latest/resources")) {
        resources.add(JSON.convertValue(resource, Map.class));
      }
      return resources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandResult pulumi(List<String> arguments) throws AutomationException {
    return pulumi(arguments, CommandRunOptions.builder());
  }

  private CommandResult pulumi(List<String> arguments, CommandRunOptions.Builder options)
      throws AutomationException {
    return PULUMI.run(arguments, options.workingDir(folder).additionalEnv(environment).build());
  }

  /** Runs an operation with a language host, and closes the host. */
  private Outcome watched(LanguageHost program, String... operation) throws AutomationException {
    return watchedBoth(program, operation).up;
  }

  private Previewed watchedBoth(LanguageHost program, String... operation)
      throws AutomationException {
    try (program) {
      List<String> arguments = new ArrayList<>(List.of(operation));
      arguments.add("--client=127.0.0.1:" + program.port());
      return watchedBoth(arguments.toArray(String[]::new));
    }
  }

  private Outcome watched(String... operation) throws AutomationException {
    return watchedBoth(operation).up;
  }

  /** Runs an operation. Events up to the first of two summaries belong to the preview. */
  private Previewed watchedBoth(String... operation) throws AutomationException {
    List<String> arguments = new ArrayList<>(List.of(operation));
    arguments.addAll(List.of("--stack", name));
    Outcome preview = emptyOutcome();
    Outcome up = emptyOutcome();
    boolean hasPreview = operation[0].equals("up") && !arguments.contains("--skip-preview");
    AtomicBoolean isPreview = new AtomicBoolean(hasPreview);
    CommandRunOptions.Builder options =
        CommandRunOptions.builder()
            .onEngineEvent(
                event -> {
                  note(event, isPreview.get() ? preview : up);
                  if (event.summaryEvent() != null) {
                    isPreview.set(false);
                  }
                });
    try {
      pulumi(arguments, options);
      return new Previewed(preview, up);
    } catch (AutomationException e) {
      Outcome failed = isPreview.get() ? preview : up;
      if (failed.problems.isEmpty()) {
        failed.problems.add(": " + e.getMessage());
      }
      return new Previewed(preview, new Outcome(up.changes, failed.problems, up.warnings, true));
    }
  }

  private static Outcome emptyOutcome() {
    return new Outcome(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), false);
  }

  private static void note(EngineEvent event, Outcome outcome) {
    noteChange(event, outcome.changes);
    if (event.diagnosticEvent() != null) {
      String text =
          afterLast(event.diagnosticEvent().urn())
              + ": "
              + event.diagnosticEvent().message().strip();
      switch (event.diagnosticEvent().severity()) {
        case "error" -> outcome.problems.add(text);
        case "warning" -> outcome.warnings.add(text);
        default -> {}
      }
    }
  }

  private static void noteChange(EngineEvent event, Map<String, OperationType> changes) {
    if (event.resourcePreEvent() == null) {
      return;
    }
    OperationType operation = event.resourcePreEvent().metadata().op();
    String urn = event.resourcePreEvent().metadata().urn();
    if (operation != OperationType.SAME && !urn.contains("::pulumi:")) {
      changes.put(afterLast(urn), operation);
    }
  }

  private static String afterLast(String urn) {
    return urn == null ? "" : urn.substring(urn.lastIndexOf(':') + 1);
  }
}
