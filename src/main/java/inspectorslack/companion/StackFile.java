package inspectorslack.companion;

import inspectorslack.Settings;
import inspectorslack.SettingsReader;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.SettingSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
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
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A stack's configuration as the files of the project hold it: {@code Pulumi.<stack>.yaml} over the
 * project-wide defaults of {@code Pulumi.yaml}, merged as the engine merges them.
 *
 * @param project the project's name
 * @param stack the stack's name
 * @param config values by full key, such as {@code aws:region}; texts, lists and maps
 * @param hasEnvironment whether environments of Pulumi ESC bring more values, which stand in no
 *     file
 */
public record StackFile(
    String project, String stack, Map<String, Object> config, boolean hasEnvironment) {
  private static final Pattern CAPITALS = Pattern.compile("True|TRUE|False|FALSE");
  private static final String REGION = "aws:region";

  // Pulumi's documentation, "Pulumi stack file reference".
  private static final Set<String> STACK_KEYS =
      Set.of("config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt");

  // No stack file of people's is near this; reading a much longer one takes minutes.
  private static final long LONGEST_FILE = 1 << 20;

  /**
   * Reads a stack's files.
   *
   * @param folder where {@code Pulumi.yaml} is
   * @throws WrongUsage if a file is missing or isn't YAML
   */
  public static StackFile read(Path folder, String name) {
    // As Pulumi does, an organisation and a project may stand before the stack's name.
    String stack = name.substring(name.lastIndexOf('/') + 1);
    Path projectFile = folder.resolve("Pulumi.yaml");
    Path stackFile = folder.resolve("Pulumi." + stack + ".yaml");
    if (!Files.isRegularFile(projectFile)) {
      throw new WrongUsage("no Pulumi.yaml in " + folder.toAbsolutePath().normalize());
    }
    if (stack.isBlank()) {
      throw new WrongUsage("the stack's name is empty; stacks with a file: " + stacks(folder));
    }
    if (!Files.isRegularFile(stackFile)) {
      throw new WrongUsage(
          "no stack '%s': %s does not exist; stacks with a file: %s; fix: pulumi stack init %s"
              .formatted(stack, stackFile.getFileName(), stacks(folder), stack));
    }
    Map<?, ?> projectYaml = yaml(projectFile);
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
    section(project, projectYaml, projectFile)
        .forEach(
            (key, declared) -> projectDefault(declared).ifPresent(value -> config.put(key, value)));
    Map<?, ?> stackYaml = yaml(stackFile);
    for (Object key : stackYaml.keySet()) {
      // Pulumi passes over any other key; one that begins with x- is where people put their
      // anchors.
      if (!STACK_KEYS.contains(String.valueOf(key)) && !String.valueOf(key).startsWith("x-")) {
        throw new WrongUsage(
            "%s: \"%s\" isn't part of a stack file; settings stand under \"config:\""
                .formatted(stackFile.getFileName(), key));
      }
    }
    config.putAll(section(project, stackYaml, stackFile));
    Object environment = stackYaml.get("environment");
    if (environment != null && !(environment instanceof List) && !(environment instanceof Map)) {
      throw new WrongUsage(
          "%s: \"environment\" must be a list of environments, such as [%s]"
              .formatted(stackFile.getFileName(), environment));
    }
    StackFile read = new StackFile(project, stack, config, environment != null);
    read.refuseStrayKeys(stackFile);
    return read;
  }

  // A namespace that is misspelt would leave its settings at their defaults without a word.
  private void refuseStrayKeys(Path file) {
    for (String key : config.keySet()) {
      String setting = key.substring(key.indexOf(':') + 1);
      if (SettingsReader.KEYS.contains(setting) && !key.equals(project + ":" + setting)) {
        throw new WrongUsage(
            "%s: %s isn't a setting of the project \"%s\"; write %s:%s"
                .formatted(file.getFileName(), key, project, project, setting));
      }
      if (key.equals(project + ":" + project)) {
        throw new WrongUsage(
            "%s: settings are not nested under \"%s:\"; write each as %s:KEY"
                .formatted(file.getFileName(), project, project));
      }
    }
    if (!region().matches("[a-z]{2,}(-[a-z]+)+-\\d")) {
      throw new WrongUsage(
          "%s: aws:region is \"%s\"; expected a Region such as eu-west-1; fix: pulumi config set aws:region eu-west-1"
              .formatted(file.getFileName(), region()));
    }
  }

  /**
   * The stack's settings.
   *
   * @throws InvalidSettings naming every problem
   */
  public Settings settings() {
    String namespace = project + ":";
    Map<String, Object> own = new LinkedHashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(namespace)) {
            own.put(key.substring(namespace.length()), value);
          }
        });
    return SettingsReader.read(SettingSource.of(own), project, stack);
  }

  /** What the operator should know of values that the program doesn't read, a sentence each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (hasEnvironment) {
      warnings.add(
          "environment: what Pulumi ESC brings is not in the stack's file, so nothing here takes it into account");
    }
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

  /** The Region for people, with what is not known of it. */
  public String regionInWords() {
    return config.containsKey(REGION)
        ? region()
        : region() + " (for one: the stack sets no aws:region)";
  }

  private static String stacks(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("Pulumi\\..+\\.yaml"))
          .map(name -> name.substring("Pulumi.".length(), name.length() - ".yaml".length()))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "none";
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
  private static Map<String, Object> section(String project, Map<?, ?> yaml, Path file) {
    Map<String, Object> section = new LinkedHashMap<>();
    Object declared = yaml.get("config");
    if (declared != null && !declared.equals("") && !(declared instanceof Map)) {
      throw new WrongUsage(
          file.getFileName() + ": \"config\" must hold keys with values, not " + declared);
    }
    if (declared instanceof Map<?, ?> config) {
      config.forEach(
          (key, value) -> {
            String name = qualified(project, String.valueOf(key));
            // Pulumi reads nothing right below a key as an empty text.
            if (section.put(name, value == null ? "" : value) != null) {
              throw new WrongUsage(
                  "%s: %s is set twice, with and without \"%s:\"; delete one"
                      .formatted(file.getFileName(), name, project));
            }
          });
    }
    return section;
  }

  /** Reads every scalar as the text that is written, as the engine hands it to the program. */
  private static Map<?, ?> yaml(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(1000); // Such as one for each of many routes.
    DumperOptions dumping = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(dumping),
            dumping,
            options,
            new Resolver() {
              @Override
              protected void addImplicitResolvers() {
                // As Pulumi has them; true, 012 and 2026-01-01 stay texts.
                addImplicitResolver(Tag.BOOL, CAPITALS, "TF");
                addImplicitResolver(Tag.MERGE, MERGE, "<");
                addImplicitResolver(Tag.NULL, NULL, "~nN");
                addImplicitResolver(Tag.NULL, EMPTY, null);
              }
            });
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new WrongUsage(file.getFileName() + " is longer than any stack file");
      }
      String text = Files.readString(file);
      Node node = yaml.compose(new StringReader(text));
      if (node != null) {
        UnquotedValues.refuse(String.valueOf(file.getFileName()), node);
      }
      Object content = yaml.load(text);
      if (content == null) {
        return Map.of();
      }
      if (content instanceof Map<?, ?> map) {
        return map;
      }
      throw new WrongUsage(file.getFileName() + " must hold keys with values");
    } catch (CharacterCodingException e) {
      throw new WrongUsage(file.getFileName() + " is not UTF-8 text");
    } catch (MarkedYAMLException e) {
      throw new WrongUsage(
          "%s isn't YAML that Pulumi can read: %s, in line %d"
              .formatted(file.getFileName(), e.getProblem(), e.getProblemMark().getLine() + 1));
    } catch (YAMLException e) {
      throw new WrongUsage(
          "%s isn't YAML that Pulumi can read: %s"
              .formatted(
                  file.getFileName(),
                  String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")));
    } catch (IOException e) {
      throw new WrongUsage("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
