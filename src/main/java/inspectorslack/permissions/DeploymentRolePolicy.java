package inspectorslack.permissions;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.Grant;
import inspectorslack.aws.Grant.Condition;
import inspectorslack.aws.ResourceActions;
import inspectorslack.aws.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * The policies of the roles that deploy and preview a stack: exactly what its resources need.
 * Resources that the stack names are named by what all their names begin with, so that the role
 * outlives a resource that comes or goes.
 */
public final class DeploymentRolePolicy {
  /**
   * Where a stack is deployed and how its names begin.
   *
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region such as {@code eu-west-1}
   * @param accountId twelve digits
   * @param base the part that all names of the stack share
   */
  public record Place(String partition, String region, String accountId, String base) {}

  /**
   * One resource that a stack registers, or one function that it calls.
   *
   * @param type the type token, such as {@code aws:sns/topic:Topic}
   * @param inputs what it is given
   * @param isKept whether it outlives the stack, so that nobody has to be able to delete it
   */
  public record Use(String type, Map<String, Object> inputs, boolean isKept) {}

  private final Place place;
  private final boolean onlyReads;
  private final Map<String, Statement> statements = new TreeMap<>();

  private record Statement(
      List<String> actions, List<String> resources, Optional<Condition> condition) {
    /** Both in one, if that grants no more than the two. */
    Statement with(Statement other) {
      boolean isSameCondition = condition.equals(other.condition);
      if (!isSameCondition && !resources.equals(other.resources)) {
        throw new IllegalStateException("no one statement for %s and %s".formatted(this, other));
      }
      return new Statement(
          union(actions, other.actions),
          union(resources, other.resources),
          isSameCondition ? condition : Optional.of(with(other.condition.orElseThrow())));
    }

    private Condition with(Condition other) {
      Condition own = condition.orElseThrow();
      return new Condition(own.operator(), own.key(), union(own.values(), other.values()));
    }

    private static List<String> union(List<String> one, List<String> other) {
      return Stream.concat(one.stream(), other.stream()).distinct().sorted().toList();
    }
  }

  private DeploymentRolePolicy(Place place, boolean onlyReads) {
    this.place = place;
    this.onlyReads = onlyReads;
  }

  /**
   * The policy of the role that previews and deploys, as JSON for people.
   *
   * @throws IllegalArgumentException naming a type that {@link ResourceActions} does not know
   */
  public static String deploying(Place place, List<Use> uses) {
    return new DeploymentRolePolicy(place, false).json(uses);
  }

  /**
   * The policy of the role that only previews and refreshes, as JSON for people.
   *
   * @throws IllegalArgumentException naming a type that {@link ResourceActions} does not know
   */
  public static String previewing(Place place, List<Use> uses) {
    return new DeploymentRolePolicy(place, true).json(uses);
  }

  private String json(List<Use> uses) {
    for (Use use : uses) {
      List<Grant> grants =
          ResourceActions.of(use.type())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no permissions are known for %s; add it to ResourceActions"
                              .formatted(use.type())));
      grants.forEach(grant -> add(grant, use));
    }
    IamPolicy.Builder policy = IamPolicy.builder();
    statements.forEach((sid, statement) -> policy.addStatement(statement(sid, statement)));
    return policy.build().toJson(IamPolicyWriter.builder().prettyPrint(true).build());
  }

  private void add(Grant grant, Use use) {
    List<String> actions = new ArrayList<>(grant.reads());
    if (!onlyReads) {
      actions.addAll(grant.changes());
      actions.addAll(use.isKept() ? List.of() : grant.deletes());
    }
    if (actions.isEmpty()
        || grant.onlyWith().filter(it -> !use.inputs().containsKey(it)).isPresent()) {
      return;
    }
    List<String> resources = filled(grant.resources(), use);
    Optional<Condition> condition =
        grant
            .condition()
            .map(it -> new Condition(it.operator(), it.key(), filled(it.values(), use)));
    statements.merge(
        grant.sid(),
        new Statement(actions.stream().sorted().toList(), resources, condition),
        Statement::with);
  }

  private List<String> filled(List<String> texts, Use use) {
    return texts.stream().map(text -> filled(text, use)).toList();
  }

  private String filled(String text, Use use) {
    String filled =
        text.replace("{partition}", place.partition())
            .replace("{region}", place.region())
            .replace("{account}", place.accountId())
            .replace("{domain}", Statements.domain(place.partition()))
            .replace("{base}", place.base());
    for (Map.Entry<String, Object> input : use.inputs().entrySet()) {
      filled = filled.replace("{" + input.getKey() + "}", input.getValue().toString());
    }
    if (filled.contains("{")) {
      throw new IllegalStateException("%s has no input for %s".formatted(use.type(), filled));
    }
    return filled;
  }

  private static IamStatement statement(String sid, Statement statement) {
    IamStatement.Builder builder =
        allow(sid).actionIds(statement.actions()).resourceIds(statement.resources());
    statement
        .condition()
        .ifPresent(it -> builder.addConditions(it.operator(), it.key(), it.values()));
    return builder.build();
  }
}
