package inspectorslack.config;

import java.util.List;
import java.util.Optional;

/**
 * Everything that the operator chose for one stack, valid as a whole. Made by {@link
 * SettingsReader}; the README's table says what each setting means.
 *
 * @param findingSource which events the rule listens to
 * @param severityThreshold lowest severity that notifies
 * @param delivery how findings get from the rule to the topic
 * @param scanTypes what Inspector scans, without repeats
 * @param enableInspector whether this stack owns the account's Inspector switch
 * @param enableSecurityHub whether this stack owns the account's Security Hub switch
 * @param instanceRoles names of EC2 instances' IAM roles
 * @param instanceProfiles names of instance profiles, whose roles are looked up
 * @param updateSsmAgent whether the SSM agent of all managed instances is kept current
 * @param slack where findings go; empty if the stack stops at the topic
 * @param encryptTopic whether topic and queue get a customer-managed key
 * @param names physical names
 */
public record Settings(
    FindingSource findingSource,
    Severity severityThreshold,
    Delivery delivery,
    List<ScanType> scanTypes,
    boolean enableInspector,
    boolean enableSecurityHub,
    List<String> instanceRoles,
    List<String> instanceProfiles,
    boolean updateSsmAgent,
    Optional<SlackDestination> slack,
    boolean encryptTopic,
    PhysicalNames names) {
  private static final String NOT_CONNECTED =
      "not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic";

  /** The channel that findings go to, or what is missing for one. */
  public String slackChannel() {
    return slack
        .map(it -> it.channelId() + " in workspace " + it.workspaceId())
        .orElse(NOT_CONNECTED);
  }

  /** What the operator should know before deploying, a sentence each. */
  public List<String> warnings() {
    return slack.isPresent() ? List.of() : List.of("Slack is " + NOT_CONNECTED);
  }
}
