package inspectorslack.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.aws.ManagedPolicy;
import inspectorslack.curation.CurationRoles;
import inspectorslack.digest.DigestRoles;
import inspectorslack.slack.ChannelRole;
import inspectorslack.stepfunctions.MachineRoles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The policies as documents, against what AWS's documentation asks for.
 *
 * <p>Not proven here: that AWS evaluates them so.
 */
class PolicyDocumentsTests {
  private static final String ACCOUNT = "123456789012";

  private static final String PUBLISH =
      """
      {"Sid": "Topic", "Effect": "Allow", "Action": "sns:Publish", "Resource": "topic"}""";
  private static final String KEEP =
      """
      {"Sid": "DeadLetters", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "queue"}""";
  private static final String KEY =
      """
      {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
       "Resource": "key"}""";
  private static final String START =
      """
      {"Sid": "StateMachine", "Effect": "Allow", "Action": "states:StartExecution",
       "Resource": "machine"}""";
  private static final String LOG =
      """
      {"Sid": "LogDelivery", "Effect": "Allow",
       "Action": ["logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
                  "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
                  "logs:PutResourcePolicy", "logs:UpdateLogDelivery"],
       "Resource": "*"}""";

  private static void assertPolicy(String actual, String... statements)
      throws JsonProcessingException {
    String expected = String.join(",", statements);
    JsonMapper json = new JsonMapper();
    JsonNode document = json.readTree(actual);
    assertThat(document)
        .isEqualTo(
            json.readTree(
                """
                {"Version": "2012-10-17", "Statement": %s}
                """
                    .formatted(statements.length == 1 ? expected : "[" + expected + "]")));
  }

  @Test
  void theTopicTakesMessagesFromItsRuleItsAlarmsAndItsOwner() throws JsonProcessingException {
    assertPolicy(
        TopicPolicyDocument.json("topic", "rule", "aws", ACCOUNT),
        """
        {"Sid": "Owner", "Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
         "Action": ["sns:AddPermission", "sns:DeleteTopic", "sns:GetTopicAttributes",
                    "sns:ListSubscriptionsByTopic", "sns:Publish", "sns:RemovePermission",
                    "sns:SetTopicAttributes", "sns:Subscribe"],
         "Resource": "topic"}""",
        """
        {"Sid": "Rule", "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
         "Action": "sns:Publish", "Resource": "topic",
         "Condition": {"ArnEquals": {"aws:SourceArn": "rule"}}}""",
        """
        {"Sid": "Alarms", "Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"},
         "Action": "sns:Publish", "Resource": "topic",
         "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}""",
        """
        {"Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "sns:Publish",
         "Resource": "topic", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"rule | \"rule\"", "rule-1,rule-2 | [\"rule-1\", \"rule-2\"]"})
  void theQueueTakesMessagesFromItsRulesOnly(String rules, String sources)
      throws JsonProcessingException {
    assertPolicy(
        QueuePolicyDocument.json("queue", List.of(rules.split(","))),
        """
        {"Sid": "Rule", "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
         "Action": "sqs:SendMessage", "Resource": "queue",
         "Condition": {"ArnEquals": {"aws:SourceArn": %s}}}"""
            .formatted(sources),
        """
        {"Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "sqs:*",
         "Resource": "queue", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}""");
  }

  @Test
  void theKeyServesEventBridgeAndAlarmsWithoutAConditionAndLogsOfTheStackOnly()
      throws JsonProcessingException {
    assertPolicy(
        KeyPolicyDocument.json("aws-cn", "cn-north-1", ACCOUNT, "/aws/vendedlogs/states/stack-*"),
        """
        {"Sid": "Owner", "Effect": "Allow",
         "Principal": {"AWS": "arn:aws-cn:iam::123456789012:root"},
         "Action": "kms:*", "Resource": "*"}""",
        """
        {"Sid": "EventBridge", "Effect": "Allow",
         "Principal": {"Service": "events.amazonaws.com"},
         "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}""",
        """
        {"Sid": "Alarms", "Effect": "Allow",
         "Principal": {"Service": "cloudwatch.amazonaws.com"},
         "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}""",
        """
        {"Sid": "Logs", "Effect": "Allow",
         "Principal": {"Service": "logs.cn-north-1.amazonaws.com.cn"},
         "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
         "Resource": "*",
         "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn":
           "arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/vendedlogs/states/stack-*"}}}""");
  }

  @Test
  void onlyChatApplicationsMayAssumeTheChannelRole() throws JsonProcessingException {
    assertPolicy(
        ChannelRole.trustPolicy(),
        """
        {"Sid": "ChatApplications", "Effect": "Allow",
         "Principal": {"Service": "chatbot.amazonaws.com"}, "Action": "sts:AssumeRole"}""");
  }

  @Test
  void guardrailsOnlyRead() {
    assertThat(ChannelRole.guardrailPolicyArns("aws"))
        .containsExactly(
            "arn:aws:iam::aws:policy/AmazonInspector2ReadOnlyAccess",
            "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "aws-cn", "aws-us-gov"})
  void managedPoliciesFollowThePartition(String partition) {
    assertThat(ManagedPolicy.ssmManagedInstanceCore(partition))
        .isEqualTo("arn:" + partition + ":iam::aws:policy/AmazonSSMManagedInstanceCore");
  }

  private static void assertTrust(String actual, String sid, String service)
      throws JsonProcessingException {
    assertPolicy(
        actual,
        """
        {"Sid": "%s", "Effect": "Allow",
         "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole",
         "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}"""
            .formatted(sid, service));
  }

  @Test
  void eachRoleOfAMachineIsForOneServiceOfThisAccount() throws JsonProcessingException {
    assertTrust(MachineRoles.ruleTrust(ACCOUNT), "Rule", "events.amazonaws.com");
    assertTrust(MachineRoles.machineTrust(ACCOUNT), "StateMachine", "states.amazonaws.com");
    assertTrust(DigestRoles.scheduleTrust(ACCOUNT), "Schedule", "scheduler.amazonaws.com");
  }

  @Test
  void theRuleStartsOneMachineAndTheScheduleKeepsWhatItCouldNotStart()
      throws JsonProcessingException {
    assertPolicy(MachineRoles.rulePolicy("machine"), START);
    assertPolicy(
        DigestRoles.schedulePolicy("machine", "queue", Optional.of("key")), START, KEEP, KEY);
    assertPolicy(DigestRoles.schedulePolicy("machine", "queue", Optional.empty()), START, KEEP);
  }

  @Test
  void aMachineReachesWhatItWritesToAndNothingElse() throws JsonProcessingException {
    MachineRoles.Reach reach = new MachineRoles.Reach("topic", "queue", Optional.of("key"));
    assertPolicy(MachineRoles.machinePolicy(reach), PUBLISH, KEEP, KEY, LOG);
    assertPolicy(
        MachineRoles.machinePolicy(new MachineRoles.Reach("topic", "queue", Optional.empty())),
        PUBLISH,
        KEEP,
        LOG);
    assertPolicy(
        CurationRoles.machinePolicy(
            new CurationRoles.Reach(
                "table", reach, Optional.of(CurationRoles.hubArn("aws", "eu-west-1", ACCOUNT)))),
        """
        {"Sid": "Memory", "Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem",
           "dynamodb:DeleteItem", "dynamodb:GetItem"], "Resource": "table"}""",
        """
        {"Sid": "HeldFindings", "Effect": "Allow", "Action": "dynamodb:Query",
         "Resource": "table/index/held"}""",
        """
        {"Sid": "FindingDetails", "Effect": "Allow",
         "Action": ["inspector2:BatchGetFindingDetails", "inspector2:ListFindings"], "Resource": "*"}""",
        PUBLISH,
        KEEP,
        KEY,
        """
        {"Sid": "Workflow", "Effect": "Allow", "Action": "securityhub:BatchUpdateFindings",
         "Resource": "arn:aws:securityhub:eu-west-1:123456789012:hub/default"}""",
        LOG);
  }

  @Test
  void theDigestsMachineListsFindingsAndReachesItsTableAndTopic() throws JsonProcessingException {
    String list =
        """
        {"Sid": "Findings", "Effect": "Allow",
         "Action": ["inspector2:ListFindingAggregations", "inspector2:ListFindings"],
         "Resource": "*"}""";
    String compare =
        """
        {"Sid": "Totals", "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
         "Resource": "table"}""";
    assertPolicy(
        DigestRoles.machinePolicy("table", "topic", Optional.of("key")),
        list,
        compare,
        PUBLISH,
        KEY,
        LOG);
    assertPolicy(
        DigestRoles.machinePolicy("table", "topic", Optional.empty()), list, compare, PUBLISH, LOG);
  }
}
