package inspectorslack.companion.init;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.SettingsText;
import inspectorslack.companion.Console;
import inspectorslack.companion.StackFile;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files that {@code init} writes, for each combination of answers: every choice of a setting
 * that has choices, and with and without a value of the others. What comments say is also held for
 * Regions of each partition.
 */
class NewStackFileTests {
  private static final List<List<String>> REGIONS =
      List.of(
          List.of("--region=eu-west-1"),
          List.of("--region=us-east-1"),
          List.of("--region=eu-west-1", "--regions=us-east-1,ap-northeast-1"),
          List.of("--region=us-gov-west-1", "--regions=us-gov-east-1"),
          List.of("--region=cn-north-1"));
  private static final List<List<String>> SLACK =
      List.of(
          List.of(), List.of("--slack-workspace-id=T0EXAMPLE00", "--slack-channel-id=C0EXAMPLE00"));
  private static final List<List<String>> ROLES =
      List.of(List.of(), List.of("--instance-roles=web,batch"));

  private static final String REFUSED = "Not valid on its own: ";

  // Lines of settings have no blank after the sign, or two.
  private static final Pattern SIGN = Pattern.compile("(?m)^  #(?! \\S)");

  private static final Pattern SET = Pattern.compile("pulumi config set (\\w+) (\\S+)");
  private static final Pattern REMOVE = Pattern.compile("^pulumi config rm (\\w+)");

  @TempDir private Path folder;
  private StackFile project;

  @BeforeEach
  void aProject() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.createDirectories(folder.resolve("docs/examples"));
    Files.copy(Path.of(Catalogue.EXAMPLES), folder.resolve(Catalogue.EXAMPLES));
    project = StackFile.withoutFile(folder, "new");
  }

  private static List<List<String>> options(String option, Object... choices) {
    return Stream.of(choices).map(choice -> List.of(option + "=" + choice)).toList();
  }

  /** One of each, in all combinations. */
  @SafeVarargs
  private static List<List<String>> combinations(List<List<String>>... parts) {
    List<List<String>> combined = List.of(List.of());
    for (List<List<String>> part : parts) {
      combined =
          combined.stream()
              .flatMap(
                  before ->
                      part.stream()
                          .map(one -> Stream.of(before, one).flatMap(Collection::stream).toList()))
              .toList();
    }
    return combined;
  }

  private String written(List<String> options) throws IOException {
    Path file = folder.resolve("Pulumi.new.yaml");
    Files.deleteIfExists(file);
    Console console =
        Console.run(
            folder,
            "",
            false,
            Stream.concat(Stream.of("init", "new"), options.stream()).toArray(String[]::new));
    assertThat(console.exitCode()).as("%s: %s", options, console.err()).isZero();
    return Files.readString(file);
  }

  private List<Problem> problems(String text) {
    try {
      project.with(text).settings();
      return List.of();
    } catch (InvalidSettings e) {
      return e.problems();
    }
  }

  /**
   * What preview refuses, it refuses because of the settings, so it sees each pair of answers, and
   * only the settings see every combination. A threshold changes no resource, only a pattern.
   */
  @Test
  void previewTakesEveryPairOfAnswersAndTheSettingsEveryCombination() throws IOException {
    Severity[] thresholds = Severity.values();
    List<List<String>> pipelines =
        combinations(
            options("--finding-source", (Object[]) FindingSource.values()),
            options("--delivery", (Object[]) Delivery.Kind.values()),
            List.of(List.of(), List.of("--regions=us-east-1")));
    List<List<String>> ends = combinations(SLACK, ROLES);
    assertThat(pipelines.size()).isGreaterThan(thresholds.length);
    for (int i = 0; i < pipelines.size(); i++) {
      Severity written = thresholds[i % thresholds.length];
      for (int j = 0; j < ends.size(); j++) {
        List<String> options =
            Stream.of(pipelines.get(i), ends.get(j)).flatMap(Collection::stream).toList();
        String text = written(with("--severity-threshold=" + written, options));
        for (Severity threshold : thresholds) {
          assertThat(problems(text.replace("Threshold: " + written, "Threshold: " + threshold)))
              .as("%s", options)
              .isEmpty();
        }
        // In another order for each source, so that no two answers always come together.
        if (j == (i + i / ends.size()) % ends.size()) {
          Console console = Console.run(folder, "", false, "preview", "new", "--json");
          assertThat(console.exitCode()).as("%s: %s", options, console.err()).isZero();
        }
      }
    }
  }

  private static List<String> with(String option, List<String> options) {
    return Stream.concat(Stream.of(option), options.stream()).toList();
  }

  @Test
  void everyOptionalSettingIsValidByItselfOrAsItsCommentSays() throws IOException {
    int settings = 0;
    for (List<String> options :
        combinations(options("--delivery", (Object[]) Delivery.Kind.values()), REGIONS, SLACK)) {
      String text = written(options);
      for (String paragraph : text.split("\n\n")) {
        if (SIGN.matcher(paragraph).find()) {
          String on = text.replace(paragraph, SIGN.matcher(paragraph).replaceAll("  "));
          assertThat(on).isNotEqualTo(text);
          assertThat(withFixes(on, paragraph)).as("%s\n%s", options, paragraph).isEmpty();
          settings++;
        }
      }
    }
    assertThat(settings).isGreaterThan(20 * 15);
  }

  /** What's still wrong with a file after the fixes that a setting's comment names. */
  private List<Problem> withFixes(String text, String paragraph) {
    String comment = paragraph.replaceAll("\\s+# ", " ");
    List<Problem> problems = problems(text);
    Set<String> fixes =
        problems.stream()
            .map(it -> it.fix().replaceFirst(" \\(or .*", ""))
            .collect(Collectors.toSet());
    List<Problem> named =
        problems.stream().filter(problem -> comment.contains(REFUSED + problem)).toList();
    // A problem that another one's fix solves isn't named.
    assertThat(comment.split(REFUSED, -1)).hasSize(1 + fixes.size());
    assertThat(named).hasSize(fixes.size());
    String fixed = text;
    for (Problem problem : named) {
      Matcher set = SET.matcher(problem.fix());
      Matcher remove = REMOVE.matcher(problem.fix());
      if (remove.find()) {
        fixed = without(remove.group(1), fixed);
      } else if (set.find()) {
        fixed =
            without(set.group(1), fixed)
                + "  inspector-slack:%s: %s\n"
                    .formatted(set.group(1), set.group(2).replace("...", "0EXAMPLE01"));
      }
    }
    return problems.isEmpty() ? problems : problems(fixed);
  }

  private static String without(String key, String text) {
    return text.replaceAll("(?m)^  inspector-slack:" + key + ": .*\n", "");
  }

  @Test
  void linesAreShortAndEverySettingIsThereOnce() throws IOException {
    String text = written(List.of());
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    List<String> keys = new ArrayList<>();
    Pattern.compile("(?m)^  #?([\\w-]+:\\w+):")
        .matcher(text)
        .results()
        .forEach(it -> keys.add(it.group(1).replace("inspector-slack:", "")));
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.read(folder, "inspector-slack", SettingsText.TODAY).entries().stream()
                .map(Catalogue.Entry::key)
                .toList());
  }

  @Test
  void anotherProjectsSettingsHaveItsName() throws IOException {
    Path project = folder.resolve("Pulumi.yaml");
    Files.writeString(
        project, Files.readString(project).replace("name: inspector-slack", "name: alerts"));
    assertThat(written(List.of()))
        .contains("\n  alerts:findingSource: inspector\n", "\n  #alerts:storm:\n")
        .doesNotContain(" inspector-slack:", "#inspector-slack:");
  }
}
