package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the stand-in refuses what AWS refuses of the resources of curated delivery. */
class CloudCurationTests extends CloudTest {
  private static Map<String, Object> rolePolicy(
      String role, String effect, String action, String resource) {
    return Map.of(
        "name",
        "p",
        "role",
        role,
        "policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"%s","Action":["%s"],"Resource":"%s"}]}"""
            .formatted(effect, action, resource));
  }

  /** A state machine that is taken, with its role, but for the role's policy, and its logs. */
  private Map<String, Object> machine() {
    String role = role("machine", "states");
    String logs =
        cloud.create(CloudType.LOG_GROUP, Map.of("name", "/aws/vendedlogs/states/m")).text("arn");
    return Map.of(
        "name", "m",
        "type", "EXPRESS",
        "roleArn", role,
        "definition",
            """
            {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% 1 %}","Next":"B"},"B":{"Type":"Succeed"}}}""",
        "loggingConfiguration", Map.of("logDestination", logs + ":*"));
  }

  /** The same, with the policy. */
  private Map<String, Object> machineWithPolicy() {
    Map<String, Object> machine = machine();
    cloud.create(
        CloudType.ROLE_POLICY, rolePolicy("machine", "Allow", "logs:CreateLogDelivery", "*"));
    return machine;
  }

  /** A rule's target that is taken, but for the policy of the rule's role; a machine behind it. */
  private Map<String, Object> target() {
    String machine = cloud.create(CloudType.STATE_MACHINE, machineWithPolicy()).text("arn");
    rule();
    String queue = cloud.create(CloudType.QUEUE, Map.of("name", "q")).text("arn");
    return Map.of(
        "rule",
        "r",
        "targetId",
        "t",
        "arn",
        machine,
        "roleArn",
        role("rule", "events"),
        "deadLetterConfig",
        Map.of("arn", queue));
  }

  @Test
  void aMachineWhoseRoleMayNotWriteItsLogIsRefused() {
    Map<String, Object> machine = machine();
    String why = "the role %s may not access the log destination".formatted(machine.get("roleArn"));
    assertRefused(CloudType.STATE_MACHINE, machine, why);
    for (Map<String, Object> policy :
        List.of(
            rolePolicy("machine", "Allow", "logs:GetLogDelivery", "*"),
            rolePolicy("machine", "Allow", "logs:CreateLogDelivery", "another"),
            rolePolicy("machine", "Deny", "logs:CreateLogDelivery", "*"))) {
      String id = cloud.create(CloudType.ROLE_POLICY, policy).id();
      assertRefused(CloudType.STATE_MACHINE, machine, why);
      cloud.delete(CloudType.ROLE_POLICY, id);
    }
    role("other", "states");
    cloud.create(
        CloudType.ROLE_POLICY, rolePolicy("other", "Allow", "logs:CreateLogDelivery", "*"));
    assertRefused(CloudType.STATE_MACHINE, machine, why);
    cloud.create(
        CloudType.ROLE_POLICY, rolePolicy("machine", "Allow", "logs:CreateLogDelivery", "*"));
    assertThat(cloud.create(CloudType.STATE_MACHINE, machine)).isNotNull();
  }

  @Test
  void aMachineThatLogsToNoGroupIsRefused() {
    Map<String, Object> machine = machineWithPolicy();
    assertRefused(
        CloudType.STATE_MACHINE,
        without(machine, "loggingConfiguration"),
        "InvalidLoggingConfiguration: none");
    String group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/m";
    for (String destination : List.of(group, group + "2:*")) {
      assertRefused(
          CloudType.STATE_MACHINE,
          with(machine, "loggingConfiguration", Map.of("logDestination", destination)),
          "InvalidLoggingConfiguration: " + destination);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{ | is no JSON: InvalidDefinition",
        "{} | names a state that is not there: InvalidDefinition",
        "{'StartAt':'B','States':{'A':{}}} | InvalidDefinition: B",
        "{'StartAt':'A','States':{'A':{'Next':'B'}}} | InvalidDefinition: B",
        "{'StartAt':'A','States':{'A':{'Choices':[{'Next':'B'}]}}} | InvalidDefinition: B",
        "{'StartAt':'A','States':{'A':{'Catch':[{'Next':'B'}]}}} | InvalidDefinition: B",
        "{'StartAt':'A','States':{'A':{'Default':'B'}}} | InvalidDefinition: B",
        "{'StartAt':'A','States':{'A':{'Output':'{% 1 %}'}}} | has JSONata without its QueryLanguage"
      })
  void aDefinitionThatIsNoneIsRefused(String definition, String why) {
    assertRefused(
        CloudType.STATE_MACHINE,
        with(machineWithPolicy(), "definition", definition.replace('\'', '"')),
        why);
  }

  @Test
  void aDefinitionThatHasNoJsonataNeedsNoQueryLanguage() {
    Map<String, Object> machine =
        with(
            machineWithPolicy(),
            "definition",
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
    assertThat(cloud.create(CloudType.STATE_MACHINE, machine)).isNotNull();
  }

  @Test
  void aTargetWhoseRoleMayNotStartTheMachineIsRefused() {
    Map<String, Object> target = target();
    String why = "the role %s may not start %s".formatted(target.get("roleArn"), target.get("arn"));
    assertRefused(CloudType.TARGET, target, why);
    assertRefused(CloudType.TARGET, without(target, "roleArn"), "the role null may not start");
    cloud.create(
        CloudType.ROLE_POLICY,
        rolePolicy("rule", "Allow", "states:StartExecution", String.valueOf(target.get("arn"))));
    assertRefused(
        CloudType.TARGET,
        with(target, "arn", target.get("arn") + "2"),
        "is no topic or machine of this account");
    assertThat(cloud.create(CloudType.TARGET, target)).isNotNull();
  }

  @Test
  void aRolesPolicyNamesARoleThatIsThereResourcesAndNoPrincipal() {
    Map<String, Object> policy = rolePolicy("r", "Allow", "sns:Publish", "*");
    assertRefused(CloudType.ROLE_POLICY, policy, "NoSuchEntity: role r");
    role("r", "states");
    for (String statement :
        List.of(
            "{\"Effect\":\"Allow\",\"Action\":\"sns:Publish\"}",
            "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sns:Publish\",\"Resource\":\"*\"}")) {
      assertRefused(
          CloudType.ROLE_POLICY,
          with(
              policy,
              "policy",
              "{\"Version\":\"2012-10-17\",\"Statement\":%s}".formatted(statement)),
          "MalformedPolicyDocument");
    }
    assertThat(cloud.create(CloudType.ROLE_POLICY, policy)).isNotNull();
  }

  @Test
  void aTableWhoseKeyIsNoAttributeOfItIsRefused() {
    Map<String, Object> table =
        Map.of(
            "name", "t", "hashKey", "k", "attributes", List.of(Map.of("name", "k", "type", "S")));
    assertRefused(
        CloudType.TABLE,
        with(table, "hashKey", "another"),
        "ValidationException: the key another is no attribute");
    assertThat(cloud.create(CloudType.TABLE, table)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "TABLE, name hashKey attributes",
    "LOG_GROUP, name",
    "ROLE_POLICY, name role policy",
    "STATE_MACHINE, name definition roleArn type"
  })
  void aRequiredInputThatIsMissingIsRefused(CloudType type, String inputs) {
    for (String input : inputs.split(" ")) {
      assertRefused(type, Map.of(), "missing required input " + input);
    }
  }

  @ParameterizedTest
  @CsvSource({"LOG_GROUP, a b", "ROLE_POLICY, a b", "STATE_MACHINE, a/b", "TABLE, a/b"})
  void aNameOfAnotherFormIsRefused(CloudType type, String name) {
    assertRefused(type, Map.of("name", name), "name is not allowed: " + name);
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    assertRefused(
        CloudType.STATE_MACHINE, Map.of("name", "m".repeat(81)), "name is not allowed: mm");
  }
}
