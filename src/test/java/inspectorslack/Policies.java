package inspectorslack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.companion.MockedStack.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the policies among a resource's inputs, as AWS does: one value or a list of them. */
final class Policies {
  private static final JsonMapper JSON = new JsonMapper();

  /** Types with a policy, and the input that holds it. */
  private static final Map<String, String> INPUTS =
      Map.of(
          "aws:iam/role:Role", "assumeRolePolicy",
          "aws:iam/rolePolicy:RolePolicy", "policy",
          "aws:sns/topicPolicy:TopicPolicy", "policy",
          "aws:sqs/queuePolicy:QueuePolicy", "policy",
          "aws:kms/key:Key", "policy");

  private static final Set<String> NEGATIONS = Set.of("NotAction", "NotPrincipal", "NotResource");

  /**
   * One statement of a resource's policy.
   *
   * @param of the resource
   * @param json the statement
   */
  record Statement(Declared of, JsonNode json) {
    String sid() {
      return json.path("Sid").asText();
    }

    List<String> actions() {
      return texts(json.path("Action"));
    }

    List<String> resources() {
      return texts(json.path("Resource"));
    }

    /** Whom it lets in, of whatever kind. */
    List<String> principals() {
      JsonNode principal = json.path("Principal");
      List<String> all = new ArrayList<>(texts(principal));
      principal.forEach(kind -> all.addAll(texts(kind)));
      return all;
    }

    List<String> condition(String operator, String key) {
      return texts(json.path("Condition").path(operator).path(key));
    }

    boolean hasCondition() {
      return !json.path("Condition").isEmpty();
    }

    /** What it says by leaving it out, which these checks cannot read. */
    List<String> negations() {
      return NEGATIONS.stream().filter(json::has).sorted().toList();
    }

    @Override
    public String toString() {
      return of.name() + ", statement " + sid();
    }
  }

  private Policies() {}

  /** All statements of the stack's own policies that allow something. */
  static Stream<Statement> statements(List<Declared> resources) {
    return resources.stream().flatMap(Policies::statements);
  }

  /** The statements of one resource that allow something; none if it has no policy. */
  static Stream<Statement> statements(Declared resource) {
    String input = INPUTS.get(resource.type());
    if (input == null) {
      return Stream.empty();
    }
    try {
      JsonNode policy = JSON.readTree(String.valueOf(resource.inputs().get(input)));
      List<Statement> statements = new ArrayList<>();
      JsonNode written = policy.path("Statement");
      (written.isArray() ? written : List.of(written))
          .forEach(it -> statements.add(new Statement(resource, it)));
      return statements.stream().filter(it -> it.json().path("Effect").asText().equals("Allow"));
    } catch (JsonProcessingException e) {
      throw new AssertionError("the policy of " + resource.name() + " is no JSON", e);
    }
  }

  private static List<String> texts(JsonNode oneOrMore) {
    List<String> texts = new ArrayList<>();
    if (oneOrMore.isTextual()) {
      texts.add(oneOrMore.asText());
    } else if (oneOrMore.isArray()) {
      oneOrMore.forEach(it -> texts.add(it.asText()));
    }
    return texts;
  }
}
