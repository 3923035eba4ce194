package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Document;
import inspectorslack.engine.EngineStack.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accounts of an organization that come and go.
 *
 * <p>Not proven: that AWS refuses in these words; and how long it takes to associate an account.
 */
class OrganizationTests extends EngineSuite {
  private static final String FIRST = "111122223333";
  private static final String SECOND = "444455556666";

  private static String members(String... members) {
    return settings(
        "scanTypes: [EC2, ECR, LAMBDA]",
        "organization: {autoEnable: [EC2], members: [\"%s\"]}"
            .formatted(String.join("\", \"", members)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "administrator"})
  void theExampleIsDeployed(String account) throws Exception {
    String config = Files.readString(Path.of("docs/examples/Pulumi." + account + ".yaml"));
    EngineStack stack = stack(account, config);
    Outcome preview = stack.preview();
    assertThat(preview.problems()).isEmpty();
    Outcome up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(up.changes()).isEqualTo(preview.changes());
    assertThat(cloud.inventory()).hasSameSizeAs(names(config));
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(stack.destroy().problems()).isEmpty();
    List<String> left =
        account.equals("management")
            ? List.of("DELEGATED_ADMINISTRATOR 123456789012")
            : List.of(
                "ENABLER of 111122223333",
                "ENABLER of 123456789012",
                "ENABLER of 444455556666",
                "MEMBER 111122223333",
                "MEMBER 444455556666",
                "ORGANIZATION of the account");
    assertThat(cloud.inventory())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("", " in us-east-1", " in ap-northeast-1")
                .flatMap(region -> left.stream().map(it -> it + region))
                .toList());
  }

  @Test
  void aMemberThatComesOrGoesMovesNothingElseAndStaysOnWhenItGoes() throws Exception {
    Proof proof =
        new Proof("organization", "change", "affected resources", "what AWS has afterwards");
    EngineStack stack = stack("test", members(FIRST));
    assertThat(stack.up().problems()).isEmpty();

    assertMoves(
        stack,
        "a member added",
        members(FIRST, SECOND),
        Map.of("organization-" + SECOND, CREATE, "organization-" + SECOND + "-inspector", CREATE));
    proof.row("a member added", "its association and Inspector switch are created", "both");

    assertMoves(
        stack,
        "the first member removed",
        members(SECOND),
        Map.of("organization-" + FIRST, DELETE, "organization-" + FIRST + "-inspector", DELETE));
    assertThat(cloud.inventory()).contains("MEMBER " + FIRST, "ENABLER of " + FIRST);
    proof.row("a member removed", "both leave the stack's state", "still both");

    // AWS refuses to associate it again, so it's imported.
    stack.configure(members(FIRST, SECOND));
    Outcome again = stack.up();
    assertThat(again.failed()).isTrue();
    assertThat(again.problems())
        .anyMatch(
            problem ->
                problem.startsWith("organization-" + FIRST + ": ")
                    && problem.contains("already a member or associated member"));
    stack.importInto(documentedImport("organization-" + FIRST));
    Outcome imported = stack.up();
    assertThat(imported.problems()).isEmpty();
    assertThat(imported.changes())
        .isEqualTo(Map.of("organization-" + FIRST + "-inspector", CREATE));
    assertThat(stack.preview().changes()).isEmpty();
    proof.row(
        "a removed member listed again",
        "AWS refuses its association; after `pulumi import`, its Inspector switch is created",
        "both");

    assertThat(stack.destroy().problems()).isEmpty();
    assertThat(cloud.inventory())
        .containsExactlyInAnyOrder(
            "ENABLER of 123456789012",
            "ENABLER of " + FIRST,
            "ENABLER of " + SECOND,
            "MEMBER " + FIRST,
            "MEMBER " + SECOND,
            "ORGANIZATION of the account");
    proof.row(
        "`destroy`",
        "everything leaves the state",
        "every association and Inspector switch, and what's scanned in accounts that join");
    proof.write(4);
  }

  /** The words of the command that imports a resource in the document, for these tests' stack. */
  private static List<String> documentedImport(String name) {
    String start = "pulumi import ";
    String command =
        Document.of("docs/organization.md").commands().stream()
            .filter(it -> it.startsWith(start) && it.contains(" " + name + " "))
            .findFirst()
            .orElseThrow();
    return List.of(
        command
            .substring(start.length())
            .replace(":pulumi:administrator::", ":pulumi:test::")
            .replace("'", "")
            .split(" +"));
  }

  @Test
  void aMemberIsImportedInEveryRegion() throws Exception {
    String config = members(FIRST) + "  inspector-slack:regions: [us-east-1]\n";
    EngineStack stack = stack("test", config.replace(", members: [\"%s\"]".formatted(FIRST), ""));
    assertThat(stack.up().problems()).isEmpty();
    // As autoEnable associates an account that joins the organization.
    cloud.in("eu-west-1").create(CloudType.MEMBER, Map.of("accountId", FIRST));
    cloud.in("us-east-1").create(CloudType.MEMBER, Map.of("accountId", FIRST));

    stack.configure(config);
    List<String> names = List.of("organization-" + FIRST, "us-east-1-organization-" + FIRST);
    for (String name : names) {
      stack.importInto(documentedImport(name));
    }
    Outcome imported = stack.up();
    assertThat(imported.problems()).isEmpty();
    assertThat(imported.changes())
        .isEqualTo(
            Map.of(names.get(0) + "-inspector", CREATE, names.get(1) + "-inspector", CREATE));
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void scanTypesAndAutoEnableAreUpdatedInPlace() throws Exception {
    EngineStack stack = stack("test", members(FIRST));
    assertThat(stack.up().problems()).isEmpty();
    assertMoves(
        stack,
        "other scan types",
        members(FIRST).replace("[EC2, ECR, LAMBDA]", "[EC2]"),
        Map.of("scanning-inspector", UPDATE, "organization-" + FIRST + "-inspector", UPDATE));
    assertMoves(
        stack,
        "accounts that join are scanned for more",
        members(FIRST)
            .replace("[EC2, ECR, LAMBDA]", "[EC2]")
            .replace("autoEnable: [EC2]", "autoEnable: [EC2, ECR]"),
        Map.of("organization-auto-enable", UPDATE));
  }

  @Test
  void aMemberThatAwsRefusesLeavesTheOthersWholeAndTheNextUpFinishes() throws Exception {
    EngineStack stack = stack("test", members(FIRST, SECOND));
    faults.refuse("create", "organization-" + FIRST, 1);
    Outcome refused = stack.up();
    assertThat(refused.failed()).isTrue();
    assertThat(cloud.inventory()).doesNotContain("ENABLER of " + FIRST);
    faults.repair();
    assertThat(stack.up().problems()).isEmpty();
    assertThat(cloud.inventory())
        .contains("ENABLER of " + FIRST, "MEMBER " + FIRST, "ENABLER of " + SECOND);
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void anotherAdministratorIsRefusedUntilTheFirstIsRemoved() throws Exception {
    String config = settings("organization: {delegatedAdministrator: \"210987654321\"}");
    EngineStack stack = stack("test", config);
    assertThat(stack.up().problems()).isEmpty();
    stack.configure(config.replace("210987654321", FIRST));
    Outcome changed = stack.up();
    assertThat(changed.problems())
        .anyMatch(
            problem ->
                problem.startsWith("organization-administrator: ")
                    && problem.contains("the delegated administrator is 210987654321"));
    cloud.delete(CloudType.DELEGATED_ADMINISTRATOR, "210987654321");
    assertThat(stack.up().problems()).isEmpty();
    assertThat(cloud.inventory())
        .contains("DELEGATED_ADMINISTRATOR " + FIRST)
        .doesNotContain("DELEGATED_ADMINISTRATOR 210987654321");
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void theStacksOwnAccountIsRefusedBeforeAnythingIsRegistered() throws Exception {
    EngineStack stack = stack("test", members(FIRST, "123456789012"));
    Outcome up = stack.up();
    assertThat(up.failed()).isTrue();
    assertThat(up.problems())
        .anyMatch(
            problem ->
                problem.contains(
                    "organization.members[1]: got \"123456789012\", the account that this stack is deployed to; expected other accounts, "))
        .noneMatch(problem -> problem.contains("\tat "));
    assertThat(cloud.inventory()).isEmpty();
  }
}
