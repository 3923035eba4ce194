package inspectorslack.config;

import java.util.Map;
import java.util.Optional;

/**
 * Which findings go to which channel. A stack without {@code routes} has one, the {@link #DEFAULT},
 * which its flat keys describe.
 *
 * @param name lower-case letters, digits and hyphens; unique in the stack
 * @param severityThreshold lowest severity that notifies
 * @param filter what else a finding must be
 * @param mentions whom to mention for which findings, in Slack's syntax, such as {@code <!here>}
 * @param storm how many findings are announced one by one; only curated delivery uses it
 * @param slack where findings go; empty if they stop at the topic
 */
public record Route(
    String name,
    Severity severityThreshold,
    FindingFilter filter,
    Map<MentionKey, String> mentions,
    Storm storm,
    Optional<SlackDestination> slack) {
  /** The name of the route that the flat keys are; no other route has it. */
  public static final String DEFAULT = "default";

  private static final String NOT_CONNECTED =
      "not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic";

  /** The channel that findings go to, or what is missing for one. */
  public String slackChannel() {
    return slack
        .map(it -> it.channelId() + " in workspace " + it.workspaceId())
        .orElse(NOT_CONNECTED);
  }

  /** What its parts are named by: the base alone if it is the default one. */
  public String named(String base) {
    return named(base, "-");
  }

  String named(String base, String separator) {
    return name.equals(DEFAULT) ? base : base + separator + name;
  }
}
