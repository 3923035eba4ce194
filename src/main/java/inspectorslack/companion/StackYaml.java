package inspectorslack.companion;

import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.scanner.ScannerException;

/** Reads the YAML of a stack's files as Pulumi does. */
public final class StackYaml {
  private static final Pattern CAPITALS = Pattern.compile("True|TRUE|False|FALSE");
  private static final Pattern RESERVED_SIGN =
      Pattern.compile("\\. \\(Do not use [^\\\\]+ for indentation\\)");
  private static final Pattern UNQUOTED_SCHEDULE =
      Pattern.compile("(?<![\"'\\w])(cron|rate)\\([^)\\n]*\\)");

  // No stack file of people's is near this; reading a much longer one takes minutes.
  private static final long LONGEST_FILE = 1 << 20;

  private StackYaml() {}

  /** Reads every scalar as the text that is written, as the engine hands it to the program. */
  public static Map<?, ?> read(Path file, String stack, List<Problem> problems) {
    try {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new WrongUsage(
            file.getFileName()
                + " isn't a readable file; check its type, permissions and link target");
      }
      if (Files.size(file) > LONGEST_FILE) {
        throw new WrongUsage(file.getFileName() + " is too long for a stack file");
      }
      StringWriter text = new StringWriter();
      try (Reader reader = Utf8.reader(Files.newInputStream(file))) {
        reader.transferTo(text);
      }
      return parse(text.toString(), file, stack, problems);
    } catch (InvalidInput e) {
      throw new WrongUsage("%s is %s".formatted(file.getFileName(), e.getMessage()));
    } catch (IOException e) {
      throw new WrongUsage("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** The same for a text that a file has, or will have. */
  static Map<?, ?> parse(String text, Path file, String stack, List<Problem> problems) {
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
      Node node = yaml.compose(new StringReader(text));
      if (node != null
          && !UnquotedValues.note(String.valueOf(file.getFileName()), node, problems)) {
        throw new InvalidSettings(stack, problems);
      }
      Object content = yaml.load(text);
      if (content == null) {
        return Map.of();
      }
      if (content instanceof Map<?, ?> map) {
        return map;
      }
      throw new WrongUsage(file.getFileName() + " must be a map");
    } catch (MarkedYAMLException e) {
      throw unreadable(
          file, problem(e) + (e instanceof ParserException ? quotesMissing(yaml, text) : ""));
    } catch (ReaderException e) {
      throw unreadable(
          file,
          "line %d contains %s"
              .formatted(
                  1 + text.codePoints().limit(e.getPosition()).filter(it -> it == '\n').count(),
                  e.getCodePoint() == Utf8.SUBSTITUTE
                      ? Utf8.NOT_UTF_8
                      : "the character U+%04X".formatted(e.getCodePoint())));
    } catch (YAMLException e) {
      throw unreadable(file, String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
    }
  }

  private static WrongUsage unreadable(Path file, String problem) {
    return new WrongUsage(
        "%s isn't YAML that Pulumi can read: %s".formatted(file.getFileName(), problem));
  }

  private static String problem(MarkedYAMLException e) {
    boolean isScanner = e instanceof ScannerException && e.getContextMark() != null;
    // What a scanner was at begins where the mistake is; where it gave up may be the file's end.
    Mark mark = isScanner ? e.getContextMark() : e.getProblemMark();
    String said = String.valueOf(e.getProblem());
    String context =
        isScanner ? e.getContext() + ": " : said.startsWith("but ") ? e.getContext() + ", " : "";
    Matcher sign = RESERVED_SIGN.matcher(said);
    return "%s%s, on line %d%s"
        .formatted(
            context,
            sign.replaceFirst(""),
            mark.getLine() + 1,
            sign.find(0) || context.contains("a tag") ? "; put the value in quotes" : "");
  }

  /** The advice to quote schedules, if the text can be read with quotes around them. */
  private static String quotesMissing(Yaml yaml, String text) {
    Matcher schedules = UNQUOTED_SCHEDULE.matcher(text);
    String quoted =
        schedules
            .results()
            .map(it -> '"' + it.group() + '"')
            .distinct()
            .collect(Collectors.joining(", "));
    try {
      yaml.compose(new StringReader(schedules.replaceAll("\"$0\"")));
      return "; put the schedule in quotes: " + quoted;
    } catch (YAMLException e) {
      return ""; // Something else is wrong.
    }
  }
}
