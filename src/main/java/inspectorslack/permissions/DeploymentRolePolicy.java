package inspectorslack.permissions;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.Grant;
import inspectorslack.aws.Grant.Condition;
import inspectorslack.aws.Place;
import inspectorslack.aws.ResourceTypes;
import java.util.ArrayList;
import java.util.HashMap;
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
 * Policies identify named resources by the common beginning of the stack's names, so a policy stays
 * valid when a resource is added or removed.
 */
public final class DeploymentRolePolicy {
  /**
   * One resource that a stack registers, or one function that it calls.
   *
   * @param type the type token, such as {@code aws:sns/topic:Topic}
   * @param inputs what it is given
   * @param isKept whether it's kept when the stack is destroyed, so that no role needs to delete it
   * @param place where it is
   */
  public record Use(String type, Map<String, Object> inputs, boolean isKept, Place place) {}

  private final String base;
  private final boolean onlyReads;
  private final List<String> regions;
  private final Map<String, Statement> statements = new TreeMap<>();

  private record Statement(
      List<String> actions,
      List<String> resources,
      Optional<Condition> condition,
      boolean isRegional) {
    /** Both in one, if that grants no more than the two. */
    Statement with(Statement other) {
      boolean isSameCondition = condition.equals(other.condition);
      if (!isSameCondition && !resources.equals(other.resources)) {
        throw new IllegalStateException("no one statement for %s and %s".formatted(this, other));
      }
      return new Statement(
          union(actions, other.actions),
          union(resources, other.resources),
          isSameCondition ? condition : Optional.of(with(other.condition.orElseThrow())),
          isRegional);
    }

    private Condition with(Condition other) {
      Condition own = condition.orElseThrow();
      return new Condition(own.operator(), own.key(), union(own.values(), other.values()));
    }

    private static List<String> union(List<String> one, List<String> other) {
      return Stream.concat(one.stream(), other.stream()).distinct().sorted().toList();
    }
  }

  private DeploymentRolePolicy(String base, boolean onlyReads, List<Use> uses) {
    this.base = base;
    this.onlyReads = onlyReads;
    this.regions = uses.stream().map(use -> use.place().region()).distinct().sorted().toList();
  }

  /**
   * The policy of the role that previews and deploys, as JSON for people.
   *
   * @param base what all names of the stack begin with
   * @throws IllegalArgumentException naming a type that {@link ResourceTypes} does not know
   */
  public static String deploying(String base, List<Use> uses) {
    return new DeploymentRolePolicy(base, false, uses).json(uses);
  }

  /**
   * The policy of the role that only previews and refreshes, as JSON for people.
   *
   * @throws IllegalArgumentException naming a type that {@link ResourceTypes} does not know
   */
  public static String previewing(String base, List<Use> uses) {
    return new DeploymentRolePolicy(base, true, uses).json(uses);
  }

  private String json(List<Use> uses) {
    for (Use use : uses) {
      ResourceTypes.of(use.type())
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no permissions are known for %s; add it to ResourceTypes"
                          .formatted(use.type())))
          .grants()
          .forEach(grant -> add(grant, use));
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
    boolean isRegional = grant.resources().stream().anyMatch(it -> it.contains("{region}"));
    List<String> resources =
        filled(grant.resources(), use, isRegional ? anyRegion(use) : use.place());
    Optional<Condition> condition =
        grant
            .condition()
            .map(
                it ->
                    new Condition(it.operator(), it.key(), filled(it.values(), use, use.place())));
    statements.merge(
        grant.sid(),
        new Statement(actions.stream().sorted().toList(), resources, condition, isRegional),
        Statement::with);
  }

  // A pattern for each Region would make the policy longer than IAM takes.
  private Place anyRegion(Use use) {
    return regions.size() > 1 ? use.place().anywhere() : use.place();
  }

  private List<String> filled(List<String> texts, Use use, Place place) {
    Map<String, Object> values = new HashMap<>(use.inputs());
    values.put("base", base);
    return texts.stream().map(text -> place.filled(text, values)).toList();
  }

  private IamStatement statement(String sid, Statement statement) {
    IamStatement.Builder builder =
        allow(sid).actionIds(statement.actions()).resourceIds(statement.resources());
    statement
        .condition()
        .ifPresent(it -> builder.addConditions(it.operator(), it.key(), it.values()));
    if (statement.isRegional && regions.size() > 1) {
      builder.addConditions("StringEquals", Grant.REGION_KEY, regions);
    }
    return builder.build();
  }
}
