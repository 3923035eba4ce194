package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import inspectorslack.alerts.QueuePolicyDocument;
import inspectorslack.alerts.TopicPolicyDocument;
import inspectorslack.engine.Cloud.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the stand-in refuses what AWS refuses; a stand-in that takes anything proves nothing. */
class CloudTests extends CloudTest {
  private Map<String, Object> channel() {
    String role = role("r", "chatbot");
    cloud.create(CloudType.TOPIC, Map.of("name", "t"));
    return Map.of(
        "configurationName",
        "one",
        "iamRoleArn",
        role,
        "slackTeamId",
        "T0EXAMPLE00",
        "slackChannelId",
        "C0EXAMPLE00",
        "guardrailPolicyArns",
        List.of("arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"),
        "snsTopicArns",
        List.of("arn:aws:sns:eu-west-1:123456789012:t"));
  }

  @Test
  void aTypeThatIsNotKnownIsRefused() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> CloudType.of("aws:s3/bucket:Bucket"))
        .withMessage("unknown resource type aws:s3/bucket:Bucket");
  }

  @Test
  void whatIsNoArnIsRefused() {
    cloud.addRole("web");
    assertRefused(
        CloudType.ATTACHMENT,
        Map.of("role", "web", "policyArn", "arn:null"),
        "policyArn is no ARN");
    assertThat(
            cloud.create(
                CloudType.ATTACHMENT,
                Map.of("role", "web", "policyArn", "arn:aws:iam::aws:policy/P")))
        .isNotNull();
    assertRefused(
        CloudType.ATTACHMENT,
        Map.of("role", "gone", "policyArn", "arn:aws:iam::aws:policy/P"),
        "NoSuchEntity");
  }

  @Test
  void aPolicyThatIsNoneIsRefused() {
    assertRefused(
        CloudType.ROLE, Map.of("name", "r", "assumeRolePolicy", "{"), "MalformedPolicyDocument");
    assertRefused(
        CloudType.ROLE, Map.of("name", "r", "assumeRolePolicy", "{}"), "MalformedPolicyDocument");
    assertRefused(
        CloudType.ROLE,
        Map.of(
            "name",
            "r",
            "assumeRolePolicy",
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\"}}"),
        "MalformedPolicyDocument");
  }

  @Test
  void aPatternThatIsNoneIsRefused() {
    assertRefused(
        CloudType.RULE,
        Map.of("name", "r", "eventPattern", "{\"source\":\"aws.inspector2\"}"),
        "InvalidEventPatternException");
    assertRefused(
        CloudType.RULE,
        Map.of("name", "r", "eventPattern", "{\"a\":[\"" + "x".repeat(2048) + "\"]}"),
        "longer than 2048 characters");
  }

  @Test
  void aTopicPolicyForAnotherTopicIsRefused() {
    cloud.create(CloudType.TOPIC, Map.of("name", "t"));
    String topic = "arn:aws:sns:eu-west-1:123456789012:t";
    assertRefused(
        CloudType.TOPIC_POLICY,
        Map.of(
            "arn",
            topic,
            "policy",
            TopicPolicyDocument.json(topic + "2", "rule", "aws", "123456789012")),
        "names another topic");
    assertRefused(
        CloudType.TOPIC_POLICY,
        Map.of(
            "arn",
            topic,
            "policy",
            TopicPolicyDocument.json(
                topic, "arn:aws:events:eu-west-1:123456789012:rule/gone", "aws", "123456789012")),
        "the policy is for arn:aws:events:eu-west-1:123456789012:rule/gone, which is no rule");
    assertThat(
            cloud.create(
                CloudType.TOPIC_POLICY,
                Map.of(
                    "arn",
                    topic,
                    "policy",
                    TopicPolicyDocument.json(topic, rule(), "aws", "123456789012"))))
        .isNotNull();
  }

  @Test
  void aQueuePolicyForAnotherQueueIsRefused() {
    Cloud.Thing queue = cloud.create(CloudType.QUEUE, Map.of("name", "q"));
    String rule = rule();
    assertRefused(
        CloudType.QUEUE_POLICY,
        Map.of(
            "queueUrl",
            queue.text("url"),
            "policy",
            QueuePolicyDocument.json(queue.text("arn") + "2", List.of(rule))),
        "names another queue");
    Map<String, Object> policy =
        Map.of(
            "queueUrl",
            queue.text("url"),
            "policy",
            QueuePolicyDocument.json(queue.text("arn"), List.of(rule)));
    assertRefused(
        CloudType.QUEUE_POLICY,
        with(policy, "queueUrl", "https://sqs.eu-west-1.amazonaws.com/123456789012/gone"),
        "NonExistentQueue");
    assertThat(cloud.create(CloudType.QUEUE_POLICY, policy)).isNotNull();
  }

  @Test
  void aSlackIdOfAnotherFormIsRefused() {
    assertRefused(CloudType.CHANNEL, with(channel(), "slackChannelId", "#a"), "slackChannelId");
  }

  @Test
  void aWorkspaceIdOfAnotherFormIsRefused() {
    assertRefused(CloudType.CHANNEL, with(channel(), "slackTeamId", "acme"), "slackTeamId");
  }

  @Test
  void aChannelWithoutGuardrailsIsRefused() {
    assertRefused(
        CloudType.CHANNEL,
        with(channel(), "guardrailPolicyArns", List.of()),
        "AWS would take AdministratorAccess");
  }

  @Test
  void aSecondConfigurationForAChannelIsRefused() {
    Map<String, Object> channel = channel();
    cloud.create(CloudType.CHANNEL, channel);
    assertRefused(
        CloudType.CHANNEL,
        with(channel, "configurationName", "two"),
        "already has a configuration");
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    cloud.create(CloudType.TOPIC, Map.of("name", "t"));
    assertRefused(CloudType.TOPIC, Map.of("name", "t"), "already exists");
  }

  @Test
  void aHubThatIsOnIsNotSwitchedOnAgainButInspectorIs() {
    cloud.create(CloudType.SECURITY_HUB, Map.of());
    assertRefused(CloudType.SECURITY_HUB, Map.of(), "already exists");
    Map<String, Object> inspector =
        Map.of("accountIds", List.of("123456789012"), "resourceTypes", List.of("EC2"));
    cloud.create(CloudType.ENABLER, inspector);
    cloud.create(CloudType.ENABLER, inspector);
    assertThat(cloud.all(CloudType.ENABLER)).hasSize(1);
  }

  private static Map<String, Object> filter() {
    return Map.of(
        "name",
        "one",
        "action",
        "SUPPRESS",
        "filterCriterias",
        List.of(Map.of("severities", List.of(Map.of("comparison", "EQUALS", "value", "LOW")))));
  }

  @Test
  void aFilterIsTakenOnceByItsName() {
    assertThat(cloud.create(CloudType.FILTER, filter()).id())
        .startsWith("arn:aws:inspector2:eu-west-1:123456789012:owner/123456789012/filter/");
    assertRefused(CloudType.FILTER, filter(), "already exists");
  }

  @Test
  void aFilterThatWouldMatchEveryFindingIsRefused() {
    assertRefused(
        CloudType.FILTER, with(filter(), "filterCriterias", List.of()), "no filterCriterias");
    assertRefused(
        CloudType.FILTER,
        with(filter(), "filterCriterias", List.of(Map.of())),
        "no filterCriterias");
    assertRefused(
        CloudType.FILTER,
        with(filter(), "filterCriterias", List.of(Map.of("severities", List.of()))),
        "severities has none or more than 10 values");
  }

  @Test
  void aFilterWithMoreThanInspectorTakesIsRefused() {
    assertRefused(
        CloudType.FILTER,
        with(
            filter(),
            "filterCriterias",
            List.of(Map.of("resourceIds", Collections.nCopies(11, Map.of("value", "i-1"))))),
        "resourceIds has none or more than 10 values");
    assertRefused(CloudType.FILTER, with(filter(), "action", "HIDE"), "action HIDE");
    assertRefused(CloudType.FILTER, with(filter(), "reason", "x".repeat(513)), "reason");
    assertRefused(CloudType.FILTER, with(filter(), "name", "x".repeat(129)), "name is not allowed");
    assertRefused(
        CloudType.FILTER,
        Map.of("name", "one", "action", "SUPPRESS"),
        "missing required input filterCriterias");
  }

  @Test
  void aQueuePolicyForSeveralRulesIsRefusedIfOneOfThemIsNone() {
    cloud.create(CloudType.QUEUE, Map.of("name", "q"));
    cloud.create(CloudType.RULE, Map.of("name", "r"));
    String rule = "arn:aws:events:eu-west-1:123456789012:rule/";
    Map<String, Object> policy =
        Map.of(
            "queueUrl",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/q",
            "policy",
            QueuePolicyDocument.json(
                "arn:aws:sqs:eu-west-1:123456789012:q", List.of(rule + "r", rule + "s")));
    assertRefused(
        CloudType.QUEUE_POLICY, policy, "the policy is for " + rule + "s, which is no rule");
    cloud.create(CloudType.RULE, Map.of("name", "s"));
    assertThat(cloud.create(CloudType.QUEUE_POLICY, policy)).isNotNull();
  }
}
