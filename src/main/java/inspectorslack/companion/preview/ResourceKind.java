package inspectorslack.companion.preview;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What people call a type of resource.
 *
 * @param noun such as {@code state machine}
 */
record ResourceKind(String noun) {
  // Other types are named after their tokens.
  private static final Map<String, String> NOUNS =
      Map.ofEntries(
          Map.entry("aws:inspector2/enabler:Enabler", "Inspector switch"),
          Map.entry("aws:inspector2/filter:Filter", "suppression rule"),
          Map.entry("aws:securityhub/account:Account", "Security Hub switch"),
          Map.entry("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached policy"),
          Map.entry("aws:iam/rolePolicy:RolePolicy", "policy"),
          Map.entry("aws:sns/topicPolicy:TopicPolicy", "policy"),
          Map.entry("aws:sqs/queuePolicy:QueuePolicy", "policy"),
          Map.entry("aws:ssm/association:Association", "SSM association"),
          Map.entry("aws:kms/key:Key", "KMS key"),
          Map.entry("aws:cloudwatch/eventRule:EventRule", "rule"),
          Map.entry("aws:cloudwatch/eventTarget:EventTarget", "target"),
          Map.entry("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"),
          Map.entry(
              "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
              "channel configuration"),
          Map.entry(
              "aws:inspector2/organizationConfiguration:OrganizationConfiguration",
              "auto-enable setting"),
          Map.entry("pulumi:providers:aws", "AWS provider"));

  private static final List<String> LAST = List.of("alarm", "role");

  // Policies and other resources that connect or permit the rest.
  private static final Set<String> SUPPORTING = Set.of("log group", "target", "policy");

  static ResourceKind of(String type) {
    String noun = NOUNS.get(type);
    return new ResourceKind(
        noun != null
            ? noun
            : type.substring(type.lastIndexOf(':') + 1)
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT));
  }

  /** A number of them, in words. */
  String counted(int count) {
    return count == 1
        ? noun
        : count
            + " "
            + (noun.endsWith("y") && !noun.endsWith("ey")
                ? noun.substring(0, noun.length() - 1) + "ies"
                : noun.endsWith("ch") ? noun + "es" : noun + "s");
  }

  /** Its position among the others. */
  int rank() {
    return LAST.indexOf(noun);
  }

  /** Whether an overview lists it separately. */
  boolean isMain() {
    return !SUPPORTING.contains(noun);
  }
}
