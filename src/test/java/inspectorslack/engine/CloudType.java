package inspectorslack.engine;

import inspectorslack.aws.Place;
import inspectorslack.aws.ResourceType;
import inspectorslack.aws.ResourceTypes;
import inspectorslack.engine.Cloud.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The resource types of the program, with what the AWS provider 6.83.0 documents about each:
 * required inputs, inputs whose change replaces the resource, and what AWS refuses. Names are
 * required inputs here, because the program names every resource (ADR 1).
 */
public enum CloudType {
  ENABLER("aws:inspector2/enabler:Enabler", "accountIds resourceTypes", "accountIds"),
  DELEGATED_ADMINISTRATOR(
      "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount", "accountId", "accountId"),
  ORGANIZATION(
      "aws:inspector2/organizationConfiguration:OrganizationConfiguration", "autoEnable", ""),
  MEMBER("aws:inspector2/memberAssociation:MemberAssociation", "accountId", "accountId"),
  SECURITY_HUB("aws:securityhub/account:Account", "", ""),
  FILTER("aws:inspector2/filter:Filter", "name action filterCriterias", ""),
  ATTACHMENT(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role policyArn", "role policyArn"),
  ASSOCIATION("aws:ssm/association:Association", "name", "name"),
  TOPIC("aws:sns/topic:Topic", "name", "name"),
  TOPIC_POLICY("aws:sns/topicPolicy:TopicPolicy", "arn policy", "arn"),
  KEY("aws:kms/key:Key", "", ""),
  RULE("aws:cloudwatch/eventRule:EventRule", "name", "name eventBusName"),
  TARGET("aws:cloudwatch/eventTarget:EventTarget", "rule arn", "rule targetId"),
  QUEUE("aws:sqs/queue:Queue", "name", "name"),
  QUEUE_POLICY("aws:sqs/queuePolicy:QueuePolicy", "queueUrl policy", "queueUrl"),
  ALARM(
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "name comparisonOperator evaluationPeriods",
      "name"),
  ROLE("aws:iam/role:Role", "name assumeRolePolicy", "name"),
  ROLE_POLICY("aws:iam/rolePolicy:RolePolicy", "name role policy", "name role"),
  TABLE("aws:dynamodb/table:Table", "name hashKey attributes", "name hashKey"),
  LOG_GROUP("aws:cloudwatch/logGroup:LogGroup", "name", "name"),
  STATE_MACHINE("aws:sfn/stateMachine:StateMachine", "name definition roleArn type", "name type"),
  SCHEDULE(
      "aws:scheduler/schedule:Schedule",
      "name flexibleTimeWindow scheduleExpression target",
      "name groupName"),
  CHANNEL(
      "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
      "configurationName iamRoleArn slackChannelId slackTeamId",
      "configurationName slackTeamId");

  /** What Pulumi passes for a value that a preview doesn't know yet. */
  static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  private final String token;
  private final Set<String> required;
  private final Set<String> replacing;

  CloudType(String token, String required, String replacing) {
    this.token = token;
    this.required = words(required);
    this.replacing = words(replacing);
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
  }

  static CloudType of(String token) {
    return Arrays.stream(values())
        .filter(type -> type.token.equals(token))
        .findFirst()
        .orElseThrow(() -> new Refusal("unknown resource type " + token));
  }

  String token() {
    return token;
  }

  boolean isReplacedBy(String key) {
    return replacing.contains(key);
  }

  Set<String> required() {
    return required;
  }

  /** Whether creating one again is no error, because it only sets what the account has anyway. */
  boolean isSetting() {
    return this == ENABLER || this == ORGANIZATION || this == DELEGATED_ADMINISTRATOR;
  }

  /** Whether its service keeps the resource in one Region. IAM and Chatbot have none. */
  boolean isRegional() {
    return switch (this) {
      case ATTACHMENT, ROLE, ROLE_POLICY, CHANNEL -> false;
      default -> true;
    };
  }

  /**
   * Refuses a resource with invalid inputs, or with references that AWS wouldn't accept.
   *
   * @param ownId the resource's own ID if it's updated
   */
  void refuseBadReferences(Cloud cloud, Map<String, Object> inputs, Optional<String> ownId) {
    List<String> problems = new ArrayList<>(InputProblems.of(this, inputs));
    switch (this) {
      case ENABLER, DELEGATED_ADMINISTRATOR, ORGANIZATION, MEMBER ->
          problems.addAll(OrganizationReferences.problems(this, cloud, inputs));
      case ATTACHMENT ->
          require(
              cloud.hasRole(String.valueOf(inputs.get("role"))),
              "NoSuchEntity: role " + inputs.get("role"),
              problems);
      case TOPIC_POLICY -> {
        String topic = String.valueOf(inputs.get("arn"));
        require(cloud.hasArn(TOPIC, topic), "NotFound: topic " + topic, problems);
        require(
            AwsDocuments.resources(String.valueOf(inputs.get("policy"))).equals(Set.of(topic)),
            "the topic policy must name " + topic + " alone",
            problems);
        requireRules(cloud, inputs, problems);
      }
      case QUEUE_POLICY -> {
        Optional<Cloud.Resource> queue =
            cloud.find(it -> it.type() == QUEUE && it.text("url").equals(inputs.get("queueUrl")));
        require(queue.isPresent(), "NonExistentQueue: " + inputs.get("queueUrl"), problems);
        queue.ifPresent(
            it ->
                require(
                    AwsDocuments.resources(String.valueOf(inputs.get("policy")))
                        .equals(Set.of(it.text("arn"))),
                    "the queue policy must name " + it.text("arn") + " alone",
                    problems));
        requireRules(cloud, inputs, problems);
      }
      case TARGET -> {
        require(
            cloud
                .find(it -> it.type() == RULE && it.text("name").equals(inputs.get("rule")))
                .isPresent(),
            "ResourceNotFoundException: rule " + inputs.get("rule"),
            problems);
        if (cloud.hasArn(STATE_MACHINE, inputs.get("arn"))) {
          require(
              roleMay(cloud, inputs.get("roleArn"), "states:StartExecution", inputs.get("arn")),
              "the role %s may not start %s".formatted(inputs.get("roleArn"), inputs.get("arn")),
              problems);
        } else {
          require(
              cloud.hasArn(TOPIC, inputs.get("arn")),
              "target " + inputs.get("arn") + " is not a topic or state machine of this account",
              problems);
        }
        Object deadLetters = inputs.get("deadLetterConfig");
        require(
            deadLetters instanceof Map<?, ?> config && cloud.hasArn(QUEUE, config.get("arn")),
            "dead-letter queue " + deadLetters + " is not a queue of this account",
            problems);
      }
      case ROLE_POLICY ->
          require(
              cloud.hasRole(String.valueOf(inputs.get("role"))),
              "NoSuchEntity: role " + inputs.get("role"),
              problems);
      case STATE_MACHINE -> {
        // AWS creates the log delivery at once, as the machine's role.
        require(
            roleMay(cloud, inputs.get("roleArn"), "logs:CreateLogDelivery", "*"),
            "AccessDeniedException: the role %s may not access the log destination"
                .formatted(inputs.get("roleArn")),
            problems);
        Object logging = inputs.get("loggingConfiguration");
        String group =
            logging instanceof Map<?, ?> map ? String.valueOf(map.get("logDestination")) : "none";
        require(
            group.endsWith(":*") && cloud.hasArn(LOG_GROUP, group.replaceFirst(":\\*$", "")),
            "InvalidLoggingConfiguration: " + group,
            problems);
        // AWS would take it, and each execution would fail: its tasks call their own Region.
        Set<String> elsewhere = AwsDocuments.regions(String.valueOf(inputs.get("definition")));
        elsewhere.remove(cloud.region);
        require(elsewhere.isEmpty(), "the definition names ARNs in " + elsewhere, problems);
      }
      case SCHEDULE -> problems.addAll(ScheduleReferences.problems(cloud, inputs));
      case TOPIC, QUEUE -> {
        Object key = inputs.get("kmsMasterKeyId");
        require(key == null || cloud.hasArn(KEY, key), "NotFound: key " + key, problems);
      }
      case ALARM ->
          list(inputs.get("alarmActions"))
              .forEach(
                  arn ->
                      require(
                          cloud.hasArn(TOPIC, arn), "no topic for the alarm: " + arn, problems));
      case CHANNEL -> {
        require(
            cloud.hasArn(ROLE, inputs.get("iamRoleArn")),
            "no role " + inputs.get("iamRoleArn"),
            problems);
        list(inputs.get("snsTopicArns"))
            .forEach(arn -> require(cloud.hasTopicAnywhere(arn), "no topic " + arn, problems));
        require(
            cloud
                .find(
                    it ->
                        it.type() == CHANNEL
                            && it.text("slackChannelId").equals(inputs.get("slackChannelId"))
                            && !Optional.of(it.id()).equals(ownId))
                .isEmpty(),
            // hashicorp/terraform-provider-awscc, issue 1011.
            "InvalidRequestException: Slack channel with ID %s in Slack team %s has already been configured for AWS account %s."
                .formatted(inputs.get("slackChannelId"), inputs.get("slackTeamId"), cloud.account),
            problems);
      }
      default -> {}
    }
    if (!problems.isEmpty()) {
      throw new Refusal(String.join("; ", problems));
    }
  }

  private static void require(boolean condition, String otherwise, List<String> problems) {
    if (!condition) {
      problems.add(otherwise);
    }
  }

  /** Whether an inline policy of a role allows an action on a resource. */
  static boolean roleMay(Cloud cloud, Object roleArn, String action, Object resource) {
    return cloud
        .find(it -> it.type() == ROLE && it.text("arn").equals(roleArn))
        .flatMap(
            role ->
                cloud.find(
                    it ->
                        it.type() == ROLE_POLICY
                            && it.text("role").equals(role.text("name"))
                            && AwsDocuments.allows(
                                it.text("policy"), action, String.valueOf(resource))))
        .isPresent();
  }

  // AWS would accept the policy, but never deliver.
  private static void requireRules(Cloud cloud, Map<String, Object> inputs, List<String> problems) {
    for (String arn : AwsDocuments.sourceArns(String.valueOf(inputs.get("policy")))) {
      require(
          cloud.hasArn(RULE, arn),
          "the policy lets in " + arn + ", which is not a rule of this account",
          problems);
    }
  }

  private static Stream<?> list(Object value) {
    return value instanceof List<?> list ? list.stream() : Stream.empty();
  }

  /** What identifies a resource of this type: AWS allows it once per account. */
  String physicalName(Map<String, Object> inputs) {
    return switch (this) {
      case ENABLER -> "of " + OrganizationReferences.accounts(inputs);
      case SECURITY_HUB, ORGANIZATION -> "of the account";
      case DELEGATED_ADMINISTRATOR, MEMBER -> String.valueOf(inputs.get("accountId"));
      case ATTACHMENT -> inputs.get("role") + " " + inputs.get("policyArn");
      case ASSOCIATION -> String.valueOf(inputs.get("associationName"));
      case TOPIC_POLICY -> String.valueOf(inputs.get("arn"));
      case KEY -> String.valueOf(inputs.get("description"));
      case TARGET -> inputs.get("rule") + " " + inputs.get("targetId");
      case QUEUE_POLICY -> String.valueOf(inputs.get("queueUrl"));
      case CHANNEL -> String.valueOf(inputs.get("configurationName"));
      case ROLE_POLICY -> inputs.get("role") + ":" + inputs.get("name");
      default -> String.valueOf(inputs.get("name"));
    };
  }

  /** The outputs that AWS computes when it creates the resource. */
  Map<String, Object> computed(Cloud cloud, Map<String, Object> inputs) {
    return type().outputs(new Place(cloud.region, cloud.account), cloud.suffix(), inputs);
  }

  /** The names of the outputs that AWS computes, which previews don't know. */
  Set<String> computedKeys() {
    return type().computed().keySet();
  }

  private ResourceType type() {
    return ResourceTypes.of(token).orElseThrow();
  }

  Set<String> inputKeys(Map<String, Object> properties) {
    Set<String> keys = new HashSet<>(properties.keySet());
    keys.removeAll(computedKeys());
    return keys;
  }

  String id(Cloud cloud, Map<String, Object> properties) {
    return switch (this) {
      case TOPIC, STATE_MACHINE, FILTER -> String.valueOf(properties.get("arn"));
      case QUEUE -> String.valueOf(properties.get("url"));
      case KEY -> String.valueOf(properties.get("keyId"));
      case ASSOCIATION -> String.valueOf(properties.get("associationId"));
      case ATTACHMENT -> properties.get("role") + "-" + cloud.suffix();
      case ENABLER -> OrganizationReferences.accounts(properties);
      case SECURITY_HUB, ORGANIZATION -> cloud.account;
      case SCHEDULE -> "default/" + physicalName(properties);
      default -> physicalName(properties);
    };
  }
}
