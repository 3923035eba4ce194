package inspectorslack.companion;

import static java.util.Objects.requireNonNull;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for AWS under Pulumi's mocks: answers what AWS would compute (ARNs, ids, addresses) for
 * an account that is an evident placeholder, and records the inputs of every resource. What it does
 * not know it refuses, so that no output is ever silently null.
 */
public final class CloudMocks implements Mocks {
  /** AWS's own placeholder for an account in examples. */
  public static final String ACCOUNT = "123456789012";

  private final String region;
  private final String partition;
  private final Map<String, Map<String, Object>> inputs = new ConcurrentHashMap<>();
  private final List<CallArgs> calls = new CopyOnWriteArrayList<>();

  CloudMocks(String region) {
    this.region = region;
    this.partition = partition(region);
  }

  /** The partition that a Region belongs to. */
  public static String partition(String region) {
    return region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /** The inputs of a resource that was registered; empty for a component. */
  Map<String, Object> inputs(String type, String name) {
    return inputs.getOrDefault(type + " " + name, Map.of());
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    String type = requireNonNull(args.type);
    String name = requireNonNull(args.name);
    Map<String, Object> given = requireNonNull(args.inputs);
    if (inputs.putIfAbsent(type + " " + name, given) != null) {
      throw new IllegalStateException("two resources of type " + type + " are named " + name);
    }
    Map<String, Object> state = new HashMap<>(given);
    state.putAll(computed(type, name, given));
    return CompletableFuture.completedFuture(
        ResourceResult.of(Optional.of(name + "-id"), Map.copyOf(state)));
  }

  private Map<String, Object> computed(String type, String name, Map<String, Object> given) {
    if (type.startsWith("inspectorslack:components:")) {
      return Map.of();
    }
    return switch (type) {
      case "aws:inspector2/enabler:Enabler",
          "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          "aws:iam/rolePolicy:RolePolicy",
          "aws:sns/topicPolicy:TopicPolicy",
          "aws:sqs/queuePolicy:QueuePolicy",
          "aws:cloudwatch/eventTarget:EventTarget" ->
          Map.of();
      case "aws:inspector2/filter:Filter" ->
          Map.of("arn", arn("inspector2", "owner/%s/filter/%s".formatted(ACCOUNT, name)));
      case "aws:securityhub/account:Account" -> Map.of("arn", arn("securityhub", "hub/default"));
      case "aws:ssm/association:Association" ->
          Map.of("arn", arn("ssm", "association/" + name), "associationId", name);
      case "aws:sns/topic:Topic" -> Map.of("arn", arn("sns", physicalName(given)));
      case "aws:sqs/queue:Queue" ->
          Map.of(
              "arn",
              arn("sqs", physicalName(given)),
              "url",
              "https://sqs.%s.%s/%s/%s".formatted(region, domain(), ACCOUNT, physicalName(given)));
      case "aws:kms/key:Key" -> Map.of("arn", arn("kms", "key/" + name), "keyId", name);
      case "aws:cloudwatch/eventRule:EventRule" ->
          Map.of("arn", arn("events", "rule/" + physicalName(given)));
      case "aws:cloudwatch/metricAlarm:MetricAlarm" ->
          Map.of("arn", arn("cloudwatch", "alarm:" + physicalName(given)));
      case "aws:dynamodb/table:Table" ->
          Map.of("arn", arn("dynamodb", "table/" + physicalName(given)));
      case "aws:cloudwatch/logGroup:LogGroup" ->
          Map.of("arn", arn("logs", "log-group:" + physicalName(given)));
      case "aws:sfn/stateMachine:StateMachine" ->
          Map.of("arn", arn("states", "stateMachine:" + physicalName(given)));
      case "aws:scheduler/schedule:Schedule" ->
          Map.of("arn", arn("scheduler", "schedule/default/" + physicalName(given)));
      case "aws:iam/role:Role" ->
          Map.of(
              "arn", "arn:%s:iam::%s:role/%s".formatted(partition, ACCOUNT, physicalName(given)));
      case "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration" ->
          Map.of(
              "chatConfigurationArn",
              "arn:%s:chatbot::%s:chat-configuration/slack-channel/%s"
                  .formatted(partition, ACCOUNT, given.get("configurationName")));
      default -> throw new IllegalArgumentException("no mock for resource type " + type);
    };
  }

  /** The functions that were called, with their arguments, in no certain order. */
  List<CallArgs> calls() {
    return List.copyOf(calls);
  }

  @Override
  public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
    calls.add(args);
    return CompletableFuture.completedFuture(
        switch (String.valueOf(args.token)) {
          case "aws:index/getCallerIdentity:getCallerIdentity" ->
              Map.of(
                  "accountId",
                  ACCOUNT,
                  "arn",
                  "arn:%s:iam::%s:user/preview".formatted(partition, ACCOUNT),
                  "id",
                  ACCOUNT,
                  "userId",
                  "AIDAEXAMPLE");
          case "aws:index/getPartition:getPartition" ->
              Map.of(
                  "partition",
                  partition,
                  "dnsSuffix",
                  domain(),
                  "id",
                  partition,
                  "reverseDnsPrefix",
                  "com.amazonaws");
          case "aws:index/getRegion:getRegion" ->
              Map.of("name", region, "id", region, "description", region, "endpoint", region);
          case "aws:iam/getInstanceProfile:getInstanceProfile" ->
              instanceProfile(String.valueOf(args.args.get("name")));
          default -> throw new IllegalArgumentException("no mock for function " + args.token);
        });
  }

  private Map<String, Object> instanceProfile(String name) {
    String role = "role-of-" + name;
    return Map.of(
        "name",
        name,
        "id",
        name,
        "arn",
        "arn:%s:iam::%s:instance-profile/%s".formatted(partition, ACCOUNT, name),
        "createDate",
        "2026-01-01T00:00:00Z",
        "path",
        "/",
        "roleName",
        role,
        "roleArn",
        "arn:%s:iam::%s:role/%s".formatted(partition, ACCOUNT, role),
        "roleId",
        "AROAEXAMPLE");
  }

  private String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s".formatted(partition, service, region, ACCOUNT, resource);
  }

  private String domain() {
    return partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  private static String physicalName(Map<String, Object> given) {
    return String.valueOf(given.get("name"));
  }
}
