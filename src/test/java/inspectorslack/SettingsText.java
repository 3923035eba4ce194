package inspectorslack;

import inspectorslack.config.InvalidSettings;
import inspectorslack.config.SettingSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Settings as YAML, with the texts for scalars that the companion and the engine hand over. */
public final class SettingsText {
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 16);

  private SettingsText() {}

  /** The values of a text, read as {@code StackFile} reads them. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> values(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(1000);
    DumperOptions dumping = new DumperOptions();
    Resolver resolver =
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("True|TRUE|False|FALSE"), "TF");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN");
            addImplicitResolver(Tag.NULL, EMPTY, null);
          }
        };
    return (Map<String, Object>)
        new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options, resolver)
            .load(yaml);
  }

  public static Settings read(Map<String, ?> values) {
    return SettingsReader.read(source(values), "inspector-slack", "dev", TODAY);
  }

  /** A source of these values; keys of the provider's begin with {@code aws:}. */
  static SettingSource source(Map<String, ?> values) {
    Map<String, Object> own = new HashMap<>();
    Map<String, Object> ofProvider = new HashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith("aws:")) {
            ofProvider.put(key.substring("aws:".length()), value);
          } else {
            own.put(key, value);
          }
        });
    return SettingSource.of(own, ofProvider);
  }

  public static Settings read(String yaml) {
    return read(values(yaml));
  }

  /** Every problem of these values, none if they are taken. */
  public static List<String> problems(Map<String, ?> values) {
    try {
      read(values);
      return List.of();
    } catch (InvalidSettings e) {
      return e.problems().stream().map(Object::toString).toList();
    }
  }
}
