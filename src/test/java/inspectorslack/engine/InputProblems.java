package inspectorslack.engine;

import inspectorslack.aws.ResourceType;
import inspectorslack.aws.ResourceTypes;
import inspectorslack.digest.ScheduleExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The problems that the provider finds in inputs without looking at the account. */
final class InputProblems {
  private static final Pattern ARN =
      Pattern.compile("arn:(aws|aws-cn|aws-us-gov):[a-z0-9-]+:[a-z0-9-]*:(\\d{12}|aws|):.+");

  private final CloudType type;
  private final List<String> problems = new ArrayList<>();

  private InputProblems(CloudType type) {
    this.type = type;
  }

  /** All problems. Values that a preview doesn't know yet have none. */
  static List<String> of(CloudType type, Map<String, Object> inputs) {
    InputProblems found = new InputProblems(type);
    for (String key : type.required()) {
      found.require(inputs.containsKey(key), "missing required input " + key);
    }
    inputs.forEach(found::check);
    if (type == CloudType.CHANNEL
        && !(inputs.get("guardrailPolicyArns") instanceof List<?> arns && !arns.isEmpty())
        && !CloudType.UNKNOWN.equals(inputs.get("guardrailPolicyArns"))) {
      found.problems.add("no guardrailPolicyArns: AWS would use AdministratorAccess");
    }
    if (type == CloudType.FILTER) {
      found.requireCriteria(inputs.get("filterCriterias"));
    }
    if (type == CloudType.ORGANIZATION && inputs.get("autoEnable") instanceof Map<?, ?> map) {
      for (String required : List.of("ec2", "ecr")) {
        found.require(map.containsKey(required), "missing required input autoEnable." + required);
      }
    }
    if (type == CloudType.RULE) {
      boolean isScheduled = inputs.containsKey("scheduleExpression");
      found.require(
          isScheduled || inputs.containsKey("eventPattern"),
          "ValidationException: no eventPattern and no scheduleExpression");
      found.require(
          !isScheduled || inputs.getOrDefault("eventBusName", "default").equals("default"),
          "ValidationException: ScheduleExpression is supported only on the default event bus");
    }
    if (type == CloudType.TABLE) {
      found.problems.addAll(TableProblems.of(inputs));
    }
    return found.problems;
  }

  /** Inspector takes 1 to 10 values per criterion, the provider one set of criteria. */
  private void requireCriteria(Object criterias) {
    boolean isSet =
        criterias instanceof List<?> list
            && list.size() == 1
            && list.get(0) instanceof Map<?, ?> criteria
            && !criteria.isEmpty();
    require(isSet, "ValidationException: no filterCriterias: every finding would match");
    if (isSet) {
      ((Map<?, ?>) ((List<?>) criterias).get(0))
          .forEach(
              (criterion, values) ->
                  require(
                      values instanceof List<?> list && !list.isEmpty() && list.size() <= 10,
                      "ValidationException: " + criterion + " must have 1 to 10 values"));
    }
  }

  private void check(String key, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(item -> check(key, item));
      return;
    }
    if (!(value instanceof String text) || text.contains(CloudType.UNKNOWN)) {
      return;
    }
    ResourceTypes.of(type.token())
        .flatMap(ResourceType::name)
        .filter(name -> name.input().equals(key))
        .ifPresent(name -> require(text.matches(form(name)), key + " is not allowed: " + text));
    switch (key) {
      case "arn",
          "policyArn",
          "roleArn",
          "iamRoleArn",
          "guardrailPolicyArns",
          "snsTopicArns",
          "alarmActions",
          "kmsMasterKeyId" ->
          require(ARN.matcher(text).matches(), key + " is not an ARN: " + text);
      case "accountId", "accountIds" ->
          require(text.matches("\\d{12}"), key + " is not an account's id: " + text);
      case "policy", "assumeRolePolicy" ->
          AwsDocuments.policyProblem(text, type != CloudType.ROLE_POLICY)
              .ifPresent(it -> problems.add(key + " " + it));
      case "eventPattern" ->
          AwsDocuments.patternProblem(text).ifPresent(it -> problems.add(key + " " + it));
      case "definition" ->
          AwsDocuments.definitionProblem(text).ifPresent(it -> problems.add(key + " " + it));
      case "action" ->
          require(text.matches("NONE|SUPPRESS"), "ValidationException: action " + text);
      case "reason" ->
          require(text.matches("(?s).{1,512}"), "ValidationException: reason is too long or empty");
      case "scheduleExpression" ->
          ScheduleExpression.problem(text)
              .ifPresent(
                  it -> problems.add("ValidationException: Invalid Schedule Expression: " + it));
      case "scheduleExpressionTimezone" ->
          require(
              ScheduleExpression.isTimeZone(text),
              "ValidationException: scheduleExpressionTimezone is not a time zone: " + text);
      case "slackChannelId" ->
          require(text.matches("[A-Za-z0-9]{1,256}"), "slackChannelId is not valid: " + text);
      case "slackTeamId" ->
          require(text.matches("[0-9A-Z]{1,255}"), "slackTeamId is not valid: " + text);
      default -> {}
    }
  }

  private static String form(ResourceType.Name name) {
    return "[%s.A-Za-z0-9_-]{1,%d}".formatted(name.path().isEmpty() ? "" : "/", name.longest());
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      problems.add(otherwise);
    }
  }
}
