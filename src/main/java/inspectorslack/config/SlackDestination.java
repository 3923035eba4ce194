package inspectorslack.config;

/**
 * The Slack channel that findings go to.
 *
 * @param workspaceId Slack's id of the workspace, {@code T...}; the workspace must have been
 *     authorised once in the console
 * @param channelId Slack's id of the channel, {@code C...} or {@code G...}
 */
public record SlackDestination(String workspaceId, String channelId) {
  /** Whether one of the ids is made up, as in the documentation. */
  public boolean isPlaceholder() {
    return (workspaceId + " " + channelId).matches(".*EXAMPLE.*|T(X+|0+) .*|.* [CG](X+|0+)");
  }
}
