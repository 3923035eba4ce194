package inspectorslack.aws;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Actions that a role needs, and the resources that they support; part of a {@link ResourceType}.
 * Strings may contain the placeholders of {@link Place#filled}, and {@code {base}} for the
 * beginning of the stack's names.
 *
 * @param sid the statement's id; grants with the same id become one statement, so they may differ
 *     only in their actions and either in their resources or in the values of their condition
 * @param resources patterns of ARNs
 * @param reads what previews and refreshes call
 * @param changes what creating, updating and tagging call
 * @param deletes what deleting calls
 * @param condition what else must be true
 * @param onlyWith the input that a resource must have to need the grant
 */
public record Grant(
    String sid,
    List<String> resources,
    List<String> reads,
    List<String> changes,
    List<String> deletes,
    Optional<Condition> condition,
    Optional<String> onlyWith) {
  /**
   * The key with the Region that a request goes to.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">IAM
   *     User Guide, AWS global condition context keys</a>
   */
  public static final String REGION_KEY = "aws:RequestedRegion";

  /**
   * A key of the request that must have one of these values.
   *
   * @param operator such as {@code StringEquals}
   */
  public record Condition(String operator, String key, List<String> values) {}

  static Grant on(String sid, String... resources) {
    return new Grant(
        sid,
        List.of(resources),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Actions that know no resource, in the Regions of the stack only. */
  static Grant inRegion(String sid) {
    return on(sid, "*").when("StringEquals", REGION_KEY, "{region}");
  }

  /** Lets the service act as a role of the stack's, and no other service do so. */
  static Grant pass(String service) {
    return on("PassRole", "arn:{partition}:iam::{account}:role/{base}-*")
        .changes("iam:PassRole")
        .when("StringEquals", "iam:PassedToService", service);
  }

  /** Lets the service make its own role in the account where it has none yet. */
  static Grant serviceRole(String... services) {
    return on("ServiceRoles", "arn:{partition}:iam::{account}:role/aws-service-role/*")
        .changes("iam:CreateServiceLinkedRole")
        .when("StringEquals", "iam:AWSServiceName", services);
  }

  Grant reads(String... actions) {
    return new Grant(sid, resources, List.of(actions), changes, deletes, condition, onlyWith);
  }

  Grant changes(String... actions) {
    return new Grant(sid, resources, reads, List.of(actions), deletes, condition, onlyWith);
  }

  /** Adds what the tags of the stack, which every resource gets, call. */
  Grant tags(String... actions) {
    return changes(Stream.concat(changes.stream(), Stream.of(actions)).toArray(String[]::new));
  }

  Grant deletes(String... actions) {
    return new Grant(sid, resources, reads, changes, List.of(actions), condition, onlyWith);
  }

  Grant when(String operator, String key, String... values) {
    Condition one = new Condition(operator, key, List.of(values));
    return new Grant(sid, resources, reads, changes, deletes, Optional.of(one), onlyWith);
  }

  Grant onlyWith(String input) {
    return new Grant(sid, resources, reads, changes, deletes, condition, Optional.of(input));
  }
}
