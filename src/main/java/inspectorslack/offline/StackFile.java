package inspectorslack.offline;

import inspectorslack.config.InvalidSettings;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Settings;
import inspectorslack.config.SettingsReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A stack's configuration as the files of the project hold it: {@code Pulumi.<stack>.yaml} over the
 * project-wide defaults of {@code Pulumi.yaml}, merged as the engine merges them.
 *
 * @param project the project's name
 * @param stack the stack's name
 * @param config values by full key, such as {@code aws:region}; texts, lists and maps
 */
record StackFile(String project, String stack, Map<String, Object> config) {
  /**
   * Reads a stack's files.
   *
   * @param folder where {@code Pulumi.yaml} is
   * @throws WrongUsage if a file is missing or is no YAML
   */
  static StackFile read(Path folder, String stack) {
    Path projectFile = folder.resolve("Pulumi.yaml");
    Path stackFile = folder.resolve("Pulumi." + stack + ".yaml");
    if (!Files.isRegularFile(projectFile)) {
      throw new WrongUsage("no Pulumi.yaml in " + folder.toAbsolutePath().normalize());
    }
    if (!Files.isRegularFile(stackFile)) {
      throw new WrongUsage(
          "no stack '%s': %s does not exist; stacks with a file: %s; fix: pulumi stack init %s"
              .formatted(stack, stackFile.getFileName(), stacks(folder), stack));
    }
    Map<?, ?> projectYaml = yaml(projectFile);
    String project = String.valueOf(projectYaml.get("name"));
    Map<String, Object> config = new LinkedHashMap<>();
    section(projectYaml, projectFile)
        .forEach(
            (key, declared) ->
                projectDefault(declared)
                    .ifPresent(value -> config.put(qualified(project, key), value)));
    section(yaml(stackFile), stackFile)
        .forEach((key, value) -> config.put(qualified(project, key), value));
    return new StackFile(project, stack, config);
  }

  /**
   * The stack's settings.
   *
   * @throws InvalidSettings naming every problem
   */
  Settings settings() {
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

  /** The Region that the AWS provider is set to; {@code us-east-1} if the stack leaves it open. */
  String region() {
    return config.getOrDefault("aws:region", "us-east-1").toString();
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

  private static Map<String, Object> section(Map<?, ?> yaml, Path file) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (yaml.get("config") instanceof Map<?, ?> config) {
      config.forEach(
          (key, value) -> section.put(key.toString(), plain(key.toString(), value, file)));
    }
    return section;
  }

  private static Object plain(String key, Object value, Path file) {
    if (value instanceof Map<?, ?> map && map.keySet().equals(java.util.Set.of("secure"))) {
      throw new WrongUsage(
          "%s: %s is encrypted, and the companion holds no key; no setting of this project is a secret; fix: pulumi config set %s VALUE --plaintext"
              .formatted(file.getFileName(), key, key));
    }
    return value;
  }

  /** Reads every scalar as the text that is written, as the engine hands it to the program. */
  private static Map<?, ?> yaml(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
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
                // None: true, 012 and 2026-01-01 stay texts.
              }
            });
    try (Reader text = Files.newBufferedReader(file)) {
      Object content = yaml.load(text);
      return content instanceof Map<?, ?> map ? map : Map.of();
    } catch (YAMLException e) {
      throw new WrongUsage(
          "%s is no YAML that Pulumi can read: %s"
              .formatted(
                  file.getFileName(),
                  String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")));
    } catch (IOException e) {
      throw new WrongUsage("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
