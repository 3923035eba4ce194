package inspectorslack.config;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the stack's resources as AWS shows them: {@code <prefix>-<stack>-<suffix>}, so that the
 * names of two stacks in one account and Region never collide.
 *
 * @param prefix the first part, the setting {@code namePrefix}
 * @param stack the Pulumi stack's name
 * @param otherRegion the Region, if it isn't the stack's home Region
 */
public record PhysicalNames(String prefix, String stack, Optional<String> otherRegion) {
  /** EventBridge rules and IAM roles have the shortest limit of all that is named here. */
  public static final int LONGEST_NAME = 64;

  /** Length of the longest suffix that {@link #of} takes, its hyphen included. */
  public static final int LONGEST_SUFFIX = "-failed-invocations".length();

  // Of all that ofRole names, the suffix of the role that starts the digest is the longest.
  private static final int LONGEST_ROLE_SUFFIX = "-digest-schedule".length();

  // Of all that is named here, Inspector's filters alone are named by the operator.
  private static final int LONGEST_FILTER_NAME = 128;

  /** Length of the longest suffix that {@link #ofFilter} takes, without its hyphen. */
  public static final int LONGEST_FILTER_SUFFIX =
      LONGEST_FILTER_NAME - (LONGEST_NAME - LONGEST_SUFFIX) - "-".length();

  // chatbot API Reference, CreateSlackChannelConfiguration.
  private static final int LONGEST_CONFIGURATION_NAME = 128;

  /** Length of the longest Slack channel's id that {@link #ofChannel} takes. */
  static final int LONGEST_CHANNEL_ID =
      LONGEST_CONFIGURATION_NAME - (LONGEST_NAME - LONGEST_SUFFIX) - "-".length();

  /** What SNS topics, SQS queues and chat configurations have in common. */
  public static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*");

  /** Before a route's name; no prefix and no stack's name holds it, so no two stacks meet. */
  static final String ROUTE = "--";

  /** The names of a stack that has no other Region. */
  public PhysicalNames(String prefix, String stack) {
    this(prefix, stack, Optional.empty());
  }

  /**
   * How long {@link #base} may be, so that all names stay within their limits.
   *
   * @param regions the stack's Regions besides its home Region
   */
  public static int longestBase(Collection<String> regions) {
    int roles =
        regions.stream()
            .mapToInt(region -> LONGEST_NAME - LONGEST_ROLE_SUFFIX - "-".length() - region.length())
            .min()
            .orElse(LONGEST_NAME);
    return Math.min(LONGEST_NAME - LONGEST_SUFFIX, roles);
  }

  /** The names of one route's resources. */
  public PhysicalNames of(Route route) {
    return new PhysicalNames(prefix, stack + route.named("", ROUTE), otherRegion);
  }

  /** The names of the stack's resources in a Region that isn't its home Region. */
  public PhysicalNames in(String region) {
    return new PhysicalNames(prefix, stack, Optional.of(region));
  }

  /** The part that all names of the stack share. */
  public String base() {
    return prefix + "-" + stack;
  }

  /**
   * The name of one resource, at most 64 characters.
   *
   * @throws IllegalArgumentException if the suffix is longer than the room that was checked for
   */
  public String of(String suffix) {
    if (suffix.length() + 1 > LONGEST_SUFFIX) {
      throw new IllegalArgumentException("no room was checked for the suffix " + suffix);
    }
    return base() + "-" + suffix;
  }

  /**
   * The name of a role, at most 64 characters. IAM has no Regions, so a role of another Region ends
   * in that Region's name.
   *
   * @throws IllegalArgumentException if the suffix is longer than the room that was checked for
   */
  public String ofRole(String suffix) {
    if (suffix.length() + 1 > LONGEST_ROLE_SUFFIX) {
      throw new IllegalArgumentException("no room was checked for the role " + suffix);
    }
    return of(suffix) + otherRegion.map(region -> "-" + region).orElse("");
  }

  /**
   * The name of an Inspector filter, at most 128 characters.
   *
   * @throws IllegalArgumentException if the suffix is longer than the room that was checked for
   * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_Filter.html">Inspector
   *     API, Filter</a>
   */
  public String ofFilter(String suffix) {
    if (suffix.length() > LONGEST_FILTER_SUFFIX) {
      throw new IllegalArgumentException("no room was checked for the filter " + suffix);
    }
    return base() + "-" + suffix;
  }

  /**
   * The name of a Slack channel's configuration, at most 128 characters.
   *
   * @throws IllegalArgumentException if the id is longer than the room that was checked for
   */
  public String ofChannel(String channelId) {
    if (channelId.length() > LONGEST_CHANNEL_ID) {
      throw new IllegalArgumentException("no room was checked for the channel " + channelId);
    }
    return base() + "-" + channelId;
  }
}
