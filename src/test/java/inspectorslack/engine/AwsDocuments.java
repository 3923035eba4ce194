package inspectorslack.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.event.ruler.JsonRuleCompiler;

/** What AWS refuses in policies, definitions and event patterns, and what these contain. */
final class AwsDocuments {
  private static final JsonMapper JSON = new JsonMapper();

  // EventBridge quotas, event pattern size.
  private static final int LONGEST_PATTERN = 2048;

  private static final Pattern ARN_OR_QUEUE_URL =
      Pattern.compile("arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]+):|https://sqs\\.([a-z0-9-]+)\\.");

  private AwsDocuments() {}

  /**
   * The problem of a policy, if any.
   *
   * @param namesPrincipals true for resource and trust policies, false for policies of a role
   */
  static Optional<String> policyProblem(String document, boolean namesPrincipals) {
    JsonNode policy;
    try {
      policy = JSON.readTree(document);
    } catch (JsonProcessingException e) {
      return Optional.of("is not JSON: MalformedPolicyDocument");
    }
    if (!policy.path("Version").asText().equals("2012-10-17")) {
      return Optional.of("has no Version 2012-10-17: MalformedPolicyDocument");
    }
    List<JsonNode> statements = statements(policy);
    boolean areComplete =
        !statements.isEmpty()
            && statements.stream()
                .allMatch(
                    statement ->
                        statement.has("Effect")
                            && statement.has(namesPrincipals ? "Principal" : "Resource")
                            && statement.has("Principal") == namesPrincipals
                            && statement.has("Action"));
    return areComplete
        ? Optional.empty()
        : Optional.of(
            "has a statement without Effect, Principal or Action: MalformedPolicyDocument");
  }

  /** The problem of a state machine's definition, if any. Checks only that the states exist. */
  static Optional<String> definitionProblem(String document) {
    JsonNode definition;
    try {
      definition = JSON.readTree(document);
    } catch (JsonProcessingException e) {
      return Optional.of("is not JSON: InvalidDefinition");
    }
    Set<String> named = new HashSet<>();
    named.add(definition.path("StartAt").asText());
    named.addAll(definition.path("States").findValuesAsText("Next"));
    named.addAll(definition.path("States").findValuesAsText("Default"));
    for (String name : named) {
      if (!definition.path("States").has(name)) {
        return Optional.of("refers to a missing state: InvalidDefinition: " + name);
      }
    }
    return document.contains("{%") && !definition.path("QueryLanguage").asText().equals("JSONata")
        ? Optional.of("has JSONata without its QueryLanguage: InvalidDefinition")
        : Optional.empty();
  }

  /** Whether a policy allows an action on a resource. Wildcards are compared as text. */
  static boolean allows(String document, String action, String resource) {
    try {
      for (JsonNode statement : statements(JSON.readTree(document))) {
        if (statement.path("Effect").asText().equals("Allow")
            && texts(statement.path("Action")).contains(action)
            && texts(statement.path("Resource")).contains(resource)) {
          return true;
        }
      }
    } catch (JsonProcessingException e) {
      return false;
    }
    return false;
  }

  private static Set<String> texts(JsonNode oneOrMore) {
    Set<String> texts = new HashSet<>();
    if (oneOrMore.isTextual()) {
      texts.add(oneOrMore.asText());
    }
    oneOrMore.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  static Optional<String> patternProblem(String document) {
    if (document.length() > LONGEST_PATTERN) {
      return Optional.of("is longer than 2048 characters");
    }
    return Optional.ofNullable(JsonRuleCompiler.check(document))
        .map(problem -> "InvalidEventPatternException: " + problem);
  }

  /** The resources of all statements of a policy. */
  static Set<String> resources(String document) {
    Set<String> resources = new HashSet<>();
    try {
      for (JsonNode statement : statements(JSON.readTree(document))) {
        resources.addAll(texts(statement.path("Resource")));
      }
    } catch (JsonProcessingException e) {
      return Set.of();
    }
    return resources;
  }

  /** The Regions of all ARNs and queue URLs in a text. */
  static Set<String> regions(String text) {
    return ARN_OR_QUEUE_URL
        .matcher(text)
        .results()
        .map(it -> Optional.ofNullable(it.group(1)).orElse(it.group(2)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The ARNs of the rules for which EventBridge may act. */
  static Set<String> sourceArns(String document) {
    Set<String> arns = new HashSet<>();
    try {
      for (JsonNode statement : statements(JSON.readTree(document))) {
        arns.addAll(texts(statement.at("/Condition/ArnEquals/aws:SourceArn")));
      }
    } catch (JsonProcessingException e) {
      return Set.of();
    }
    return arns;
  }

  private static List<JsonNode> statements(JsonNode policy) {
    JsonNode statement = policy.path("Statement");
    if (!statement.isArray()) {
      return statement.isObject() ? List.of(statement) : List.of();
    }
    List<JsonNode> statements = new ArrayList<>();
    statement.forEach(statements::add);
    return statements;
  }
}
