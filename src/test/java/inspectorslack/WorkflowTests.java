package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What this project's workflows may do, read from their files.
 *
 * <p>Not proven here: that GitHub runs them. In {@code .ci/run}, {@code actionlint} judges their
 * syntax, {@code zizmor} triggers, pins and what is put into scripts.
 */
class WorkflowTests {
  private static final Path FOLDER = Path.of(".github/workflows");
  private static final String FROM_THIS_REPOSITORY =
      "github.event.pull_request.head.repo.full_name == github.repository";

  /** One workflow: its name, its text, and the text as YAML. */
  record Workflow(String name, String text, Map<?, ?> yaml) {
    static Workflow read(Path file) {
      try {
        String text = Files.readString(file);
        return new Workflow(file.getFileName().toString(), text, new Yaml().load(text));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** What starts it; YAML 1.1 reads the key {@code on} as a truth value. */
    Object triggers() {
      return Objects.requireNonNull(yaml.get(true));
    }

    List<Job> jobs() {
      return map(yaml.get("jobs")).entrySet().stream()
          .map(job -> new Job(name + ": " + job.getKey(), map(job.getValue())))
          .toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  record Job(String name, Map<?, ?> yaml) {
    Stream<Map<?, ?>> steps() {
      return yaml.get("steps") instanceof List<?> steps
          ? steps.stream().map(WorkflowTests::map)
          : Stream.empty();
    }

    boolean may(String permission, String access) {
      return access.equals(map(yaml.get("permissions")).get(permission));
    }

    boolean isCallOfALocalWorkflow() {
      return String.valueOf(yaml.get("uses")).startsWith("./.github/workflows/");
    }
  }

  private static Map<?, ?> map(Object value) {
    return value == null ? Map.of() : (Map<?, ?>) value;
  }

  static List<Workflow> workflows() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Workflow::read).toList();
    }
  }

  /** The stacks whose files are committed: somebody may be trying out another. */
  private static Set<String> stacks() throws IOException {
    Process git = new ProcessBuilder("git", "ls-files", "Pulumi.*.yaml").start();
    try (BufferedReader files = git.inputReader()) {
      return files
          .lines()
          .map(name -> name.substring("Pulumi.".length(), name.length() - ".yaml".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** That it is pinned at all is {@code zizmor}'s; Dependabot reads the version behind it. */
  @Test
  void anActionHasOnePinInAllWorkflowsWithItsVersion() throws IOException {
    Map<String, Set<String>> pins = new TreeMap<>();
    for (Workflow workflow : workflows()) {
      Matcher pin = Pattern.compile("uses: ([\\w-]+/[\\w-]+)@(.*)").matcher(workflow.text());
      while (pin.find()) {
        pins.computeIfAbsent(pin.group(1), action -> new HashSet<>()).add(pin.group(2));
      }
    }
    assertThat(pins)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            (action, versions) ->
                assertThat(versions)
                    .singleElement()
                    .asString()
                    .matches("\\w+ # v\\d+\\.\\d+\\.\\d+"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void aWorkflowMayWriteNothingUnlessAJobSaysSo(Workflow workflow) {
    assertThat(workflow.yaml().get("permissions")).isInstanceOf(Map.class);
    assertThat(map(workflow.yaml().get("permissions")).values()).allMatch("read"::equals);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void aTokenForAwsIsForAnEnvironmentOrForTheRoleThatReads(Workflow workflow) {
    assertThat(workflow.jobs())
        .filteredOn(job -> job.may("id-token", "write") && !job.isCallOfALocalWorkflow())
        .allSatisfy(
            job -> {
              List<String> roles =
                  job.steps()
                      .map(step -> map(step.get("with")).get("role-to-assume"))
                      .filter(Objects::nonNull)
                      .map(Object::toString)
                      .toList();
              assertThat(roles).hasSize(1);
              if (roles.get(0).equals("${{ vars.AWS_DEPLOY_ROLE }}")) {
                assertThat(job.yaml().get("environment")).isEqualTo("${{ inputs.stack }}");
              } else {
                assertThat(roles.get(0))
                    .isIn("${{ inputs.preview-role }}", "${{ vars[matrix.role] }}");
              }
            });
  }

  @Test
  void theRolesOfPreviewsAreTheOnesThatRead() throws IOException {
    for (Workflow workflow : workflows()) {
      Matcher role =
          Pattern.compile("(?m)^\\s*(?:preview-role: \\$\\{\\{ vars\\.|role: )(\\w+)")
              .matcher(workflow.text());
      while (role.find()) {
        assertThat(role.group(1)).startsWith("AWS_PREVIEW_ROLE_");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void onPullRequestsOnlyThoseOfThisRepositoryGetMoreThanReading(Workflow workflow) {
    if (!map(workflow.triggers()).containsKey("pull_request")) {
      return;
    }
    assertThat(workflow.jobs())
        .filteredOn(
            job ->
                job.yaml().toString().contains("secrets.")
                    || map(job.yaml().get("permissions")).containsValue("write"))
        .allSatisfy(
            job ->
                assertThat(String.valueOf(job.yaml().get("if")))
                    .contains(FROM_THIS_REPOSITORY)
                    .doesNotContain("||"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void jobsOfOneStackDoNotRunAtOnce(Workflow workflow) {
    assertThat(workflow.jobs())
        .filteredOn(job -> job.steps().anyMatch(step -> step.toString().contains("stack")))
        .allSatisfy(
            job ->
                assertThat(String.valueOf(map(job.yaml().get("concurrency")).get("group")))
                    .containsPattern("\\$\\{\\{ (matrix|inputs)\\.stack }}"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void noCheckoutLeavesATokenBehind(Workflow workflow) {
    assertThat(workflow.jobs())
        .flatExtracting(job -> job.steps().toList())
        .filteredOn(step -> String.valueOf(step.get("uses")).startsWith("actions/checkout@"))
        .allSatisfy(
            step -> assertThat(map(step.get("with")).get("persist-credentials")).isEqualTo(false));
  }

  @Test
  void everyStackIsPreviewedAndDeployed() throws IOException {
    assertThat(map(Workflow.read(FOLDER.resolve("deploy.yml")).yaml().get("jobs")).keySet())
        .map(Object::toString)
        .containsExactlyInAnyOrderElementsOf(stacks());
    assertThat(Workflow.read(FOLDER.resolve("preview.yml")).jobs())
        .hasSize(3)
        .allSatisfy(
            job -> {
              Map<?, ?> matrix = map(map(job.yaml().get("strategy")).get("matrix"));
              List<?> stacks =
                  matrix.get("include") instanceof List<?> include
                      ? include.stream().map(it -> map(it).get("stack")).toList()
                      : (List<?>) matrix.get("stack");
              assertThat(stacks)
                  .map(Object::toString)
                  .containsExactlyInAnyOrderElementsOf(stacks());
            });
  }

  @Test
  void theWorkflowsUseTheCliThatTheTestsUse() throws IOException {
    Matcher tested =
        Pattern.compile("github.com/pulumi/pulumi/pkg/v3 v([\\d.]+)")
            .matcher(Files.readString(Path.of("tools/pulumi/go.mod")));
    assertThat(tested.find()).isTrue();
    for (Workflow workflow : workflows()) {
      assertThat(workflow.jobs())
          .flatExtracting(job -> job.steps().toList())
          .filteredOn(step -> String.valueOf(step.get("uses")).startsWith("pulumi/actions@"))
          .allSatisfy(
              step ->
                  assertThat(map(step.get("with")))
                      .hasToString("{pulumi-version=%s}", tested.group(1)));
    }
  }

  @Test
  void theUpComesAfterTheCheckThatNothingElseIsProposedThanWasApproved() throws IOException {
    List<Job> jobs = Workflow.read(FOLDER.resolve("deploy-stack.yml")).jobs();
    assertThat(jobs).hasSize(2);
    assertThat(String.join("\n", scripts(jobs.get(0)))).contains("--json", ">plan/steps.json\n");
    assertThat(scripts(jobs.get(1)).get(0)).contains("same-steps plan/steps.json now.json; then");
    assertThat(scripts(jobs.get(1)).get(1)).startsWith("pulumi up --yes --skip-preview ");
  }

  private static List<String> scripts(Job job) {
    return job.steps()
        .map(step -> step.get("run"))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .toList();
  }
}
