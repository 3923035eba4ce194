package inspectorslack.companion;

import inspectorslack.Settings;
import inspectorslack.SettingsReader;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.Nearest;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stack's configuration from the project's files: {@code Pulumi.<stack>.yaml} over the
 * project-wide defaults in {@code Pulumi.yaml}, merged the way the engine does.
 *
 * @param project the project's name
 * @param stack the stack's name
 * @param config values by full key, such as {@code aws:region}; texts, lists and maps
 * @param hasEnvironment whether Pulumi ESC environments add values that aren't in the files
 * @param problems problems of the files themselves
 */
public record StackFile(
    String project,
    String stack,
    Map<String, Object> config,
    boolean hasEnvironment,
    List<Problem> problems) {
  private static final String REGION = "aws:region";

  // Pulumi's own rule for the names of stacks.
  private static final String NAME = "[A-Za-z0-9_.-]{1,100}";
  private static final String EXPECTED_NAME =
      "a name of at most 100 letters, digits, hyphens, underscores and periods";

  // Pulumi's documentation, "Pulumi stack file reference".
  private static final Set<String> STACK_KEYS =
      Set.of("config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt");

  /**
   * Reads a stack's files.
   *
   * @param folder where {@code Pulumi.yaml} is
   * @throws WrongUsage if a file is missing or isn't YAML
   * @throws InvalidSettings if a value can't be read
   */
  public static StackFile read(Path folder, String name) {
    return of(folder, name, false);
  }

  /** A stack whose file doesn't exist yet, with what the project declares for all stacks. */
  public static StackFile withoutFile(Path folder, String name) {
    return of(folder, name, true);
  }

  private static StackFile of(Path folder, String name, boolean isNew) {
    // As Pulumi does, an organisation and a project may stand before the stack's name.
    String stack = name.substring(name.lastIndexOf('/') + 1);
    Path projectFile = folder.resolve("Pulumi.yaml");
    Path stackFile = folder.resolve("Pulumi." + stack + ".yaml");
    if (!Files.exists(projectFile, LinkOption.NOFOLLOW_LINKS)) {
      throw new WrongUsage("no Pulumi.yaml in " + folder.toAbsolutePath().normalize());
    }
    if (stack.isBlank()) {
      throw new WrongUsage(
          "the stack's name is empty; stacks with a file: " + listed(stacks(folder)));
    }
    if (!isNew && !Files.exists(stackFile, LinkOption.NOFOLLOW_LINKS)) {
      throw noStack(folder, name, stack);
    }
    if (isNew && !stack.matches(NAME)) {
      throw new WrongUsage(
          "'%s' can't be a stack's name; expected %s"
              .formatted(Values.visible(stack), EXPECTED_NAME));
    }
    List<Problem> problems = new ArrayList<>();
    Map<?, ?> projectYaml = StackYaml.read(projectFile, stack, problems);
    if (!(projectYaml.get("name") instanceof String project) || project.isBlank()) {
      throw new WrongUsage("Pulumi.yaml has no \"name\"");
    }
    List<String> parts = List.of(name.split("/", -1));
    boolean isPath = parts.size() > 3 || parts.stream().skip(1).anyMatch(it -> it.startsWith("."));
    boolean isOfAnother = parts.size() == 3 && !parts.get(1).equals(project);
    if (isPath || isOfAnother || (parts.size() > 1 && parts.get(0).matches("\\.*"))) {
      throw new WrongUsage(
          "%s isn't a stack of the project %s; write %s, or ORGANIZATION/%s/%s"
              .formatted(name, project, stack, project, stack));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    section(project, projectYaml, projectFile, problems)
        .forEach(
            (key, declared) -> projectDefault(declared).ifPresent(value -> config.put(key, value)));
    StackFile ofProject = new StackFile(project, stack, config, false, problems);
    return isNew
        ? ofProject
        : ofProject.with(StackYaml.read(stackFile, stack, problems), stackFile, problems);
  }

  /** The same stack with a text in its file. */
  public StackFile with(String text) {
    Path file = Path.of("Pulumi." + stack + ".yaml");
    List<Problem> all = new ArrayList<>(problems);
    return with(StackYaml.parse(text, file, stack, all), file, all);
  }

  private StackFile with(Map<?, ?> stackYaml, Path stackFile, List<Problem> problems) {
    for (Object key : stackYaml.keySet()) {
      // Pulumi passes over any other key; one that begins with x- is where people put their
      // anchors.
      if (!STACK_KEYS.contains(String.valueOf(key)) && !String.valueOf(key).startsWith("x-")) {
        problems.add(
            new Problem(
                String.valueOf(key),
                "a key that Pulumi doesn't know in a stack file",
                "settings under config: only",
                "delete or move it in " + stackFile.getFileName()));
      }
    }
    Map<String, Object> all = new LinkedHashMap<>(config);
    all.putAll(section(project, stackYaml, stackFile, problems));
    Object environment = stackYaml.get("environment");
    if (environment != null && !(environment instanceof List) && !(environment instanceof Map)) {
      problems.add(
          new Problem(
              "environment",
              Values.quote(environment),
              "a list of environments",
              "write [%s] in %s".formatted(environment, stackFile.getFileName())));
    }
    StackFile read = new StackFile(project, stack, all, environment != null, problems);
    read.noteStrayKeys(stackFile);
    return read;
  }

  // A misspelled namespace would silently leave its settings at their defaults.
  private void noteStrayKeys(Path file) {
    for (String key : config.keySet()) {
      String setting = key.substring(key.indexOf(':') + 1);
      if (SettingsReader.KEYS.contains(setting) && !key.equals(project + ":" + setting)) {
        problems.add(
            new Problem(
                key,
                "a setting of the project \"%s\" in another namespace".formatted(project),
                project + ":" + setting,
                "pulumi config rm %s, then pulumi config set %s ...".formatted(key, setting)));
      }
      if (!key.equals(project + ":" + setting)) {
        continue;
      }
      if (setting.equals(project) || setting.equals("aws")) {
        problems.add(
            new Problem(
                key,
                "settings nested under \"%s:\"".formatted(setting),
                "each as %s:KEY".formatted(setting),
                "move them up in " + file.getFileName()));
      } else if (AwsSettings.isOne(setting)) {
        problems.add(
            new Problem(
                key,
                "a setting of the AWS provider",
                "aws:" + setting,
                "pulumi config rm %s, then pulumi config set aws:%s ...".formatted(key, setting)));
      }
    }
    if (!region().matches("[a-z]{2,}(-[a-z]+)+-\\d")) {
      problems.add(
          new Problem(
              REGION,
              Values.quote(config.getOrDefault(REGION, "")),
              "a Region such as eu-west-1",
              "pulumi config set aws:region eu-west-1"));
    }
  }

  /** The values of a namespace, by their keys without it. */
  private Map<String, Object> within(String namespace) {
    Map<String, Object> values = new LinkedHashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(namespace + ":")) {
            values.put(key.substring(namespace.length() + 1), value);
          }
        });
    return values;
  }

  /**
   * The stack's settings.
   *
   * @throws InvalidSettings naming every problem, those of the file first
   */
  public Settings settings() {
    SettingSource source = SettingSource.of(within(project), within("aws"));
    List<Problem> all = new ArrayList<>(problems);
    try {
      Settings settings = SettingsReader.read(source, project, stack);
      if (all.isEmpty()) {
        return settings;
      }
    } catch (InvalidSettings e) {
      e.problems().stream().filter(it -> !isKnown(it)).forEach(all::add);
    }
    throw new InvalidSettings(stack, all);
  }

  /** Whether a problem of a setting is one of the file's too, or comes of one. */
  private boolean isKnown(Problem ofSetting) {
    return problems.stream()
        .map(it -> it.key().replaceFirst("^" + Pattern.quote(project + ":"), ""))
        .anyMatch(key -> ofSetting.key().matches(Pattern.quote(key) + "([.\\[].*)?"));
  }

  /** What the operator should know of values that the program doesn't read, a sentence each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (hasEnvironment) {
      warnings.add(
          "environment: values from Pulumi ESC aren't in the stack's file, so the companion ignores them");
    }
    List<String> namespaces = List.of(project, "aws", "pulumi");
    config.keySet().stream()
        .filter(key -> !namespaces.contains(key.replaceFirst(":.*", "")))
        .map(
            key ->
                "%s has no effect because only settings of %s, aws and pulumi are read"
                    .formatted(key, project))
        .forEach(warnings::add);
    warnings.addAll(AwsSettings.warnings(config, region()));
    return warnings;
  }

  /**
   * What the operator should know before deploying, a sentence each.
   *
   * @param settings the stack's own
   */
  public List<String> warnings(Settings settings) {
    List<String> warnings = warnings();
    warnings.addAll(settings.warnings(LocalDate.now(ZoneOffset.UTC)));
    return warnings;
  }

  /** The same without what's missing for Slack. */
  public List<String> warningsBesidesSlack(Settings settings) {
    List<String> warnings = warnings();
    warnings.addAll(settings.warningsBesidesSlack(LocalDate.now(ZoneOffset.UTC)));
    return warnings;
  }

  /**
   * The Region that the AWS provider is set to; {@code us-east-1} for one if the stack leaves it to
   * the operator's environment.
   */
  public String region() {
    return config.getOrDefault(REGION, "us-east-1").toString();
  }

  /** The Region that the stack itself sets. */
  public Optional<String> ownRegion() {
    return Optional.ofNullable(config.get(REGION)).map(Object::toString);
  }

  /**
   * The Regions for people, the home Region first, with what isn't known of it.
   *
   * @param settings the stack's own
   */
  public String regionsInWords(Settings settings) {
    return config.containsKey(REGION)
        ? Stream.concat(Stream.of(region()), settings.regions().others().stream())
            .collect(Collectors.joining(", "))
        : region() + " (for example; the stack doesn't set aws:region)";
  }

  private static WrongUsage noStack(Path folder, String name, String stack) {
    List<String> stacks = stacks(folder);
    String bare = stack.replaceFirst("^Pulumi\\.(.+)\\.yaml$", "$1");
    Optional<String> meant = Nearest.to(bare, stacks);
    if (meant.isEmpty() && Files.isRegularFile(Path.of(name))) {
      return new WrongUsage(name + " is a file; the name of a stack comes before it");
    }
    Optional<String> init =
        stack.matches(NAME) ? Optional.of("./inspector-slack init " + stack) : Optional.empty();
    String fix =
        meant
            .map(
                it ->
                    "write "
                        + it
                        + init.filter(them -> !it.equalsIgnoreCase(bare))
                            .map(them -> " (or " + them + ")")
                            .orElse(""))
            .or(() -> init)
            .orElse(EXPECTED_NAME);
    return new WrongUsage(
        "no stack '%1$s': Pulumi.%1$s.yaml does not exist; stacks with a file: %2$s; fix: %3$s"
            .formatted(Values.visible(stack), listed(stacks), fix));
  }

  private static String listed(List<String> stacks) {
    return stacks.isEmpty() ? "none" : String.join(", ", stacks);
  }

  private static List<String> stacks(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("Pulumi\\..+\\.yaml"))
          .map(name -> name.substring("Pulumi.".length(), name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String qualified(String project, String key) {
    return key.contains(":") ? key : project + ":" + key;
  }

  // A declaration is {type, default, ...} or {value}, or simply the value.
  private static Optional<Object> projectDefault(Object declared) {
    if (!(declared instanceof Map<?, ?> declaration)) {
      return Optional.of(declared);
    }
    return Optional.<Object>ofNullable(declaration.get("default"))
        .or(() -> Optional.ofNullable(declaration.get("value")));
  }

  /** Values by full key. */
  private static Map<String, Object> section(
      String project, Map<?, ?> yaml, Path file, List<Problem> problems) {
    Map<String, Object> section = new LinkedHashMap<>();
    Object declared = yaml.get("config");
    if (declared != null && !declared.equals("") && !(declared instanceof Map)) {
      throw new WrongUsage(file.getFileName() + ": \"config\" must be a map, not " + declared);
    }
    if (declared instanceof Map<?, ?> config) {
      config.forEach(
          (key, value) -> {
            String name = qualified(project, String.valueOf(key));
            // Pulumi reads nothing right below a key as an empty text.
            if (section.put(name, value == null ? "" : value) != null) {
              problems.add(
                  new Problem(
                      name,
                      "two values, one without \"%s:\"".formatted(project),
                      "one",
                      "delete one of them in " + file.getFileName()));
            }
          });
    }
    return section;
  }
}
