package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.stepfunctions.MachineRoles;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The digest's policies as documents.
 *
 * <p>Not proven here: that AWS evaluates them so.
 */
class DigestRolesTests {
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/k";
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/totals";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:findings";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:dead-letters";
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:m";

  private static void assertSameDocument(String actual, String expected)
      throws JsonProcessingException {
    JsonMapper json = new JsonMapper();
    JsonNode document = json.readTree(actual);
    assertThat(document).isEqualTo(json.readTree(expected));
  }

  @Test
  void onlySchedulerOfThisAccountStartsTheMachineOrKeepsWhatItCouldNotStart()
      throws JsonProcessingException {
    assertSameDocument(
        DigestRoles.scheduleTrust("123456789012"),
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "Schedule", "Effect": "Allow",
           "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole",
           "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}}
        """);
    assertSameDocument(
        DigestRoles.schedulePolicy(MACHINE, QUEUE, Optional.of(KEY)),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "StateMachine", "Effect": "Allow", "Action": "states:StartExecution",
           "Resource": "arn:aws:states:eu-west-1:123456789012:stateMachine:m"},
          {"Sid": "DeadLetters", "Effect": "Allow", "Action": "sqs:SendMessage",
           "Resource": "arn:aws:sqs:eu-west-1:123456789012:dead-letters"},
          {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
           "Resource": "arn:aws:kms:eu-west-1:123456789012:key/k"}]}
        """);
    assertThat(DigestRoles.schedulePolicy(MACHINE, QUEUE, Optional.empty()))
        .contains("sqs:SendMessage")
        .doesNotContain("kms:");
  }

  @Test
  void theMachineListsFindingsAndReachesItsTableAndTopic() throws JsonProcessingException {
    assertSameDocument(
        MachineRoles.machineTrust("123456789012"),
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "StateMachine", "Effect": "Allow",
           "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole",
           "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}}
        """);
    assertSameDocument(
        DigestRoles.machinePolicy(TABLE, TOPIC, Optional.of(KEY)),
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Findings", "Effect": "Allow",
           "Action": ["inspector2:ListFindingAggregations", "inspector2:ListFindings"],
           "Resource": "*"},
          {"Sid": "Totals", "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
           "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/totals"},
          {"Sid": "Topic", "Effect": "Allow", "Action": "sns:Publish",
           "Resource": "arn:aws:sns:eu-west-1:123456789012:findings"},
          {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
           "Resource": "arn:aws:kms:eu-west-1:123456789012:key/k"},
          {"Sid": "LogDelivery", "Effect": "Allow",
           "Action": ["logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
                      "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
                      "logs:ListLogDeliveries", "logs:PutResourcePolicy",
                      "logs:UpdateLogDelivery"],
           "Resource": "*"}]}
        """);
    assertThat(DigestRoles.machinePolicy(TABLE, TOPIC, Optional.empty()))
        .contains("sns:Publish")
        .doesNotContain("kms:");
  }
}
