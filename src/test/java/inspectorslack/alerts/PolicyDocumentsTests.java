package inspectorslack.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.aws.ManagedPolicy;
import inspectorslack.curation.CurationRoles;
import inspectorslack.slack.ChannelRole;
import inspectorslack.stepfunctions.MachineRoles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The policies as documents, against what AWS's documentation asks for.
 *
 * <p>Not proven here: that AWS evaluates them so.
 */
class PolicyDocumentsTests {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:findings";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:dead-letters";
  private static final String RULE = "arn:aws:events:eu-west-1:123456789012:rule/findings";

  private static void assertSameDocument(String actual, String expected)
      throws JsonProcessingException {
    JsonMapper json = new JsonMapper();
    JsonNode document = json.readTree(actual);
    assertThat(document).isEqualTo(json.readTree(expected));
  }

  @Test
  void theTopicTakesMessagesFromItsRuleItsAlarmsAndItsOwner() throws JsonProcessingException {
    assertSameDocument(
        TopicPolicyDocument.json(TOPIC, RULE, "aws", "123456789012"),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Owner", "Effect": "Allow",
           "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
           "Action": ["sns:AddPermission", "sns:DeleteTopic", "sns:GetTopicAttributes",
                      "sns:ListSubscriptionsByTopic", "sns:Publish", "sns:RemovePermission",
                      "sns:SetTopicAttributes", "sns:Subscribe"],
           "Resource": "arn:aws:sns:eu-west-1:123456789012:findings"},
          {"Sid": "Rule", "Effect": "Allow",
           "Principal": {"Service": "events.amazonaws.com"},
           "Action": "sns:Publish",
           "Resource": "arn:aws:sns:eu-west-1:123456789012:findings",
           "Condition": {"ArnEquals": {"aws:SourceArn":
             "arn:aws:events:eu-west-1:123456789012:rule/findings"}}},
          {"Sid": "Alarms", "Effect": "Allow",
           "Principal": {"Service": "cloudwatch.amazonaws.com"},
           "Action": "sns:Publish",
           "Resource": "arn:aws:sns:eu-west-1:123456789012:findings",
           "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}},
          {"Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "sns:Publish",
           "Resource": "arn:aws:sns:eu-west-1:123456789012:findings",
           "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
        """);
  }

  @Test
  void theQueueTakesMessagesFromItsRuleOnly() throws JsonProcessingException {
    assertSameDocument(
        QueuePolicyDocument.json(QUEUE, List.of(RULE)),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Rule", "Effect": "Allow",
           "Principal": {"Service": "events.amazonaws.com"},
           "Action": "sqs:SendMessage",
           "Resource": "arn:aws:sqs:eu-west-1:123456789012:dead-letters",
           "Condition": {"ArnEquals": {"aws:SourceArn":
             "arn:aws:events:eu-west-1:123456789012:rule/findings"}}},
          {"Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "sqs:*",
           "Resource": "arn:aws:sqs:eu-west-1:123456789012:dead-letters",
           "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
        """);
  }

  @Test
  void theQueueTakesMessagesFromSeveralRules() throws JsonProcessingException {
    assertSameDocument(
        QueuePolicyDocument.json(QUEUE, List.of(RULE, RULE + "-2")),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Rule", "Effect": "Allow",
           "Principal": {"Service": "events.amazonaws.com"},
           "Action": "sqs:SendMessage",
           "Resource": "arn:aws:sqs:eu-west-1:123456789012:dead-letters",
           "Condition": {"ArnEquals": {"aws:SourceArn": [
             "arn:aws:events:eu-west-1:123456789012:rule/findings",
             "arn:aws:events:eu-west-1:123456789012:rule/findings-2"]}}},
          {"Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "sqs:*",
           "Resource": "arn:aws:sqs:eu-west-1:123456789012:dead-letters",
           "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
        """);
  }

  @Test
  void theKeyServesEventBridgeAndAlarmsWithoutAConditionAndLogsOfTheStackOnly()
      throws JsonProcessingException {
    assertSameDocument(
        KeyPolicyDocument.json(
            "aws-cn", "cn-north-1", "123456789012", "/aws/vendedlogs/states/stack-*"),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Owner", "Effect": "Allow",
           "Principal": {"AWS": "arn:aws-cn:iam::123456789012:root"},
           "Action": "kms:*", "Resource": "*"},
          {"Sid": "EventBridge", "Effect": "Allow",
           "Principal": {"Service": "events.amazonaws.com"},
           "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"},
          {"Sid": "Alarms", "Effect": "Allow",
           "Principal": {"Service": "cloudwatch.amazonaws.com"},
           "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"},
          {"Sid": "Logs", "Effect": "Allow",
           "Principal": {"Service": "logs.cn-north-1.amazonaws.com.cn"},
           "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*",
                      "kms:ReEncrypt*"],
           "Resource": "*",
           "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn":
             "arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/vendedlogs/states/stack-*"}}}]}
        """);
  }

  @Test
  void onlyChatApplicationsMayAssumeTheChannelRole() throws JsonProcessingException {
    assertSameDocument(
        ChannelRole.trustPolicy(),
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "ChatApplications", "Effect": "Allow",
           "Principal": {"Service": "chatbot.amazonaws.com"}, "Action": "sts:AssumeRole"}}
        """);
  }

  @Test
  void guardrailsOnlyRead() {
    assertThat(ChannelRole.guardrailPolicyArns("aws"))
        .containsExactly(
            "arn:aws:iam::aws:policy/AmazonInspector2ReadOnlyAccess",
            "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess");
  }

  @Test
  void managedPoliciesFollowThePartition() {
    assertThat(ManagedPolicy.ssmManagedInstanceCore("aws"))
        .isEqualTo("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
    assertThat(ManagedPolicy.ssmManagedInstanceCore("aws-cn"))
        .isEqualTo("arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore");
    assertThat(ManagedPolicy.ssmManagedInstanceCore("aws-us-gov"))
        .isEqualTo("arn:aws-us-gov:iam::aws:policy/AmazonSSMManagedInstanceCore");
  }

  @Test
  void theRuleStartsOneMachineAndOnlyEventBridgeOfThisAccountActsForIt()
      throws JsonProcessingException {
    assertSameDocument(
        MachineRoles.ruleTrust("123456789012"),
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "Rule", "Effect": "Allow",
           "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole",
           "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}}
        """);
    assertSameDocument(
        MachineRoles.rulePolicy("arn:aws:states:eu-west-1:123456789012:stateMachine:m"),
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "StateMachine", "Effect": "Allow",
           "Action": "states:StartExecution",
           "Resource": "arn:aws:states:eu-west-1:123456789012:stateMachine:m"}}
        """);
  }

  @Test
  void theMachineReachesWhatItWritesToAndNothingElse() throws JsonProcessingException {
    assertSameDocument(
        MachineRoles.machineTrust("123456789012"),
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "StateMachine", "Effect": "Allow",
           "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole",
           "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}}
        """);
    assertSameDocument(
        CurationRoles.machinePolicy(
            new CurationRoles.Reach(
                "arn:aws:dynamodb:eu-west-1:123456789012:table/memory",
                new MachineRoles.Reach(
                    TOPIC, QUEUE, Optional.of("arn:aws:kms:eu-west-1:123456789012:key/k")),
                Optional.of(CurationRoles.hubArn("aws", "eu-west-1", "123456789012")))),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Memory", "Effect": "Allow",
           "Action": ["dynamodb:PutItem", "dynamodb:DeleteItem"],
           "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/memory"},
          {"Sid": "Topic", "Effect": "Allow", "Action": "sns:Publish",
           "Resource": "arn:aws:sns:eu-west-1:123456789012:findings"},
          {"Sid": "DeadLetters", "Effect": "Allow", "Action": "sqs:SendMessage",
           "Resource": "arn:aws:sqs:eu-west-1:123456789012:dead-letters"},
          {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
           "Resource": "arn:aws:kms:eu-west-1:123456789012:key/k"},
          {"Sid": "Workflow", "Effect": "Allow", "Action": "securityhub:BatchUpdateFindings",
           "Resource": "arn:aws:securityhub:eu-west-1:123456789012:hub/default"},
          {"Sid": "LogDelivery", "Effect": "Allow",
           "Action": ["logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
                      "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
                      "logs:ListLogDeliveries", "logs:PutResourcePolicy",
                      "logs:UpdateLogDelivery"],
           "Resource": "*"}]}
        """);
  }
}
