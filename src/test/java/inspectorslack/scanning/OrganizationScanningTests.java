package inspectorslack.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import com.pulumi.resources.ResourceOptions;
import inspectorslack.companion.MockedComponent;
import inspectorslack.companion.MockedStack;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.ScanType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The organization's component under mocks.
 *
 * <p>Not proven here: that the engine and AWS accept the values, and that AWS accepts them in this
 * order.
 */
class OrganizationScanningTests {
  private static final List<String> MEMBERS = List.of("111122223333", "444455556666");
  private static final Organization ADMINISTRATED =
      new Organization(List.of(ScanType.EC2, ScanType.LAMBDA), MEMBERS, Optional.empty());

  private static MockedComponent mocked(Organization organization, boolean enableInspector) {
    return MockedComponent.of(
        () -> {
          InspectorScanning own =
              new InspectorScanning(
                  "scanning",
                  new InspectorScanning.Args(
                      Output.of("123456789012"), enableInspector, List.of(ScanType.EC2), true),
                  ComponentResourceOptions.Empty);
          return new OrganizationScanning(
              "organization",
              new OrganizationScanning.Args(
                  organization, List.of(ScanType.EC2, ScanType.ECR), own.inspector()),
              ComponentResourceOptions.Empty);
        });
  }

  private static List<String> lines(Organization organization, boolean enableInspector) {
    return mocked(organization, enableInspector).lines().stream()
        .filter(line -> line.contains("organization"))
        .toList();
  }

  @Test
  void membersAreSwitchedOnOnceTheyAreAssociatedAndTheirAdministratorIsOn() {
    assertThat(lines(ADMINISTRATED, true))
        .containsExactlyInAnyOrder(
            "inspectorslack:components:OrganizationScanning organization",
            "aws:inspector2/organizationConfiguration:OrganizationConfiguration organization-auto-enable in organization after scanning-inspector",
            "aws:inspector2/memberAssociation:MemberAssociation organization-111122223333 in organization after scanning-inspector",
            "aws:inspector2/enabler:Enabler organization-111122223333-inspector in organization after organization-111122223333",
            "aws:inspector2/memberAssociation:MemberAssociation organization-444455556666 in organization after scanning-inspector",
            "aws:inspector2/enabler:Enabler organization-444455556666-inspector in organization after organization-444455556666");
  }

  @Test
  void whereTheStackDoesNotOwnInspectorNothingWaitsForIt() {
    assertThat(lines(ADMINISTRATED, false))
        .hasSize(6)
        .contains(
            "aws:inspector2/organizationConfiguration:OrganizationConfiguration organization-auto-enable in organization",
            "aws:inspector2/memberAssociation:MemberAssociation organization-111122223333 in organization");
  }

  @Test
  void everyMemberIsSwitchedOnByItselfForWhatTheStackScans() {
    MockedComponent mocked = mocked(ADMINISTRATED, true);
    for (String member : MEMBERS) {
      assertThat(mocked.inputs("organization-" + member)).isEqualTo(Map.of("accountId", member));
      assertThat(mocked.inputs("organization-" + member + "-inspector"))
          .isEqualTo(Map.of("accountIds", List.of(member), "resourceTypes", List.of("EC2", "ECR")));
    }
  }

  @Test
  void accountsThatJoinAreScannedForWhatIsListedAndForNothingElse() {
    assertThat(mocked(ADMINISTRATED, true).inputs("organization-auto-enable"))
        .isEqualTo(
            Map.of(
                "autoEnable",
                Map.of("ec2", true, "ecr", false, "lambda", true, "lambdaCode", false)));
    Organization rest =
        new Organization(
            List.of(ScanType.ECR, ScanType.LAMBDA, ScanType.LAMBDA_CODE),
            List.of(),
            Optional.empty());
    assertThat(mocked(rest, true).inputs("organization-auto-enable"))
        .isEqualTo(
            Map.of(
                "autoEnable",
                Map.of("ec2", false, "ecr", true, "lambda", true, "lambdaCode", true)));
    assertThat(lines(rest, true)).hasSize(2);
  }

  @Test
  void theManagementAccountDesignatesAndDoesNothingElse() {
    Organization management = new Organization(List.of(), List.of(), Optional.of("123456789012"));
    assertThat(lines(management, true))
        .containsExactlyInAnyOrder(
            "inspectorslack:components:OrganizationScanning organization",
            "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount organization-administrator in organization");
    assertThat(mocked(management, true).inputs("organization-administrator"))
        .isEqualTo(Map.of("accountId", "123456789012"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"administrator", "management"})
  void allOfItOutlivesTheStackAndIsGivenHalfAnHour(String stack) {
    Map<String, Object> organization =
        stack.equals("management")
            ? Map.of("delegatedAdministrator", "210987654321")
            : Map.of("autoEnable", List.of("EC2"), "members", MEMBERS);
    MockedStack mocked = MockedStack.of("eu-west-1", Map.of("organization", organization));
    List<MockedStack.Declared> declared =
        mocked.resources().stream().filter(it -> it.name().startsWith("organization-")).toList();
    assertThat(declared).hasSize(stack.equals("management") ? 1 : 5);
    for (MockedStack.Declared resource : declared) {
      ResourceOptions options = mocked.options(resource.name());
      assertThat(options.isRetainOnDelete()).as(resource.name()).isTrue();
      CustomTimeouts timeouts = options.getCustomTimeouts().orElseThrow();
      assertThat(List.of(timeouts.getCreate(), timeouts.getUpdate(), timeouts.getDelete()))
          .containsOnly(Optional.of(Duration.ofMinutes(30)));
    }
  }

  @Test
  void aStackWithoutAnOrganizationHasNone() {
    assertThat(MockedStack.of("eu-west-1", Map.of()).lines())
        .noneMatch(line -> line.contains("organization"));
  }

  @Test
  void theStacksOwnAccountIsNoMember() {
    Map<String, Object> settings =
        Map.of("organization", Map.of("members", List.of("111122223333", "123456789012")));
    assertThatThrownBy(() -> MockedStack.of("eu-west-1", settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            "stack 'test' has 1 invalid setting; nothing was registered:\n"
                + "  organization.members[1]: got \"123456789012\", the account that this stack is deployed to; expected other accounts, as the delegated administrator isn't a member of its own; fix: pulumi config rm --path 'organization.members[1]'");
  }

  @Test
  void theManagementAccountMayAdministerInspectorItself() {
    // The account of the mocks.
    assertThat(
            MockedStack.of(
                    "eu-west-1",
                    Map.of("organization", Map.of("delegatedAdministrator", "123456789012")))
                .lines())
        .contains(
            "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount organization-administrator in organization");
  }
}
