package inspectorslack.aws;

import static inspectorslack.aws.Grant.on;
import static inspectorslack.aws.Grant.pass;
import static inspectorslack.aws.Grant.serviceRole;
import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The actions that Pulumi's AWS provider calls for each type of resource and for each function, and
 * the resources that each action knows. The page of the Service Authorization Reference that says
 * so is named at each service; which calls the provider makes is read in the provider it is made
 * of, hashicorp/terraform-provider-aws.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 *     Authorization Reference</a>
 */
public final class ResourceActions {
  private static final String ROLES = "arn:{partition}:iam::{account}:role/{base}-*";
  private static final String TOPICS = "arn:{partition}:sns:{region}:{account}:{base}-*";
  private static final String QUEUES = "arn:{partition}:sqs:{region}:{account}:{base}-*";
  private static final String KEYS = "arn:{partition}:kms:{region}:{account}:key/*";
  private static final String RULES = "arn:{partition}:events:{region}:{account}:rule/{base}-*";
  private static final String MACHINES = "arn:{partition}:states:{region}:{account}:stateMachine:";
  private static final String LOG_GROUPS = "arn:{partition}:logs:{region}:{account}:log-group:";
  private static final String INSPECTOR = "arn:{partition}:inspector2:{region}:{account}:owner/";
  private static final String SSM = "arn:{partition}:ssm:{region}:";

  private static final Map<String, List<Grant>> BY_TYPE =
      Map.ofEntries(
          // list_amazoninspector2.html: these know no resource. A type that is no longer listed is
          // switched off by an update, so that Disable is not only for deleting.
          entry(
              "aws:inspector2/enabler:Enabler",
              List.of(
                  on("Inspector", "*")
                      .reads("inspector2:BatchGetAccountStatus")
                      .changes("inspector2:Enable", "inspector2:Disable"),
                  serviceRole("inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com"))),
          entry(
              "aws:inspector2/filter:Filter",
              List.of(
                  // A filter's id is made by Inspector. Neither way of listing knows a resource.
                  on("FilterList", "*")
                      .reads("inspector2:ListFilters", "inspector2:ListTagsForResource"),
                  on("Filters", INSPECTOR + "{account}/filter/*")
                      .changes("inspector2:CreateFilter", "inspector2:UpdateFilter")
                      .tags("inspector2:TagResource", "inspector2:UntagResource")
                      .deletes("inspector2:DeleteFilter"))),
          // list_awssecurityhub.html
          entry(
              "aws:securityhub/account:Account",
              List.of(
                  on("SecurityHub", "arn:{partition}:securityhub:{region}:{account}:hub/default")
                      .reads("securityhub:DescribeHub")
                      .changes(
                          "securityhub:EnableSecurityHub",
                          "securityhub:UpdateSecurityHubConfiguration")
                      .deletes("securityhub:DisableSecurityHub"),
                  serviceRole("securityhub.amazonaws.com"))),
          // list_awsidentityandaccessmanagementiam.html
          entry(
              "aws:iam/role:Role",
              List.of(
                  on("Roles", ROLES)
                      .reads(
                          "iam:GetRole",
                          "iam:GetRolePolicy",
                          "iam:ListAttachedRolePolicies",
                          "iam:ListRolePolicies")
                      .changes(
                          "iam:CreateRole",
                          "iam:UpdateRole",
                          "iam:UpdateRoleDescription",
                          "iam:UpdateAssumeRolePolicy")
                      .tags("iam:TagRole", "iam:UntagRole")
                      .deletes("iam:DeleteRole", "iam:ListInstanceProfilesForRole"))),
          entry(
              "aws:iam/rolePolicy:RolePolicy",
              List.of(
                  on("Roles", ROLES)
                      .reads("iam:GetRolePolicy")
                      .changes("iam:PutRolePolicy")
                      .deletes("iam:DeleteRolePolicy"))),
          entry(
              "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
              List.of(
                  on("InstanceRoles", "arn:{partition}:iam::{account}:role/{role}")
                      .reads("iam:ListAttachedRolePolicies"),
                  on("InstanceRolePolicies", "arn:{partition}:iam::{account}:role/{role}")
                      .changes("iam:AttachRolePolicy")
                      .deletes("iam:DetachRolePolicy")
                      .when("ArnEquals", "iam:PolicyARN", "{policyArn}"))),
          entry(
              "aws:iam/getInstanceProfile:getInstanceProfile",
              List.of(
                  on("InstanceProfiles", "arn:{partition}:iam::{account}:instance-profile/{name}")
                      .reads("iam:GetInstanceProfile"))),
          // list_amazonsns.html; Publish is for the message after a deployment.
          entry(
              "aws:sns/topic:Topic",
              List.of(
                  on("Topics", TOPICS)
                      .reads("sns:GetTopicAttributes", "sns:ListTagsForResource")
                      .changes("sns:CreateTopic", "sns:SetTopicAttributes", "sns:Publish")
                      .tags("sns:TagResource", "sns:UntagResource")
                      .deletes("sns:DeleteTopic"))),
          entry(
              "aws:sns/topicPolicy:TopicPolicy",
              List.of(
                  on("Topics", TOPICS)
                      .reads("sns:GetTopicAttributes")
                      .changes("sns:SetTopicAttributes"))),
          // list_amazonsqs.html
          entry(
              "aws:sqs/queue:Queue",
              List.of(
                  on("Queues", QUEUES)
                      .reads("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags")
                      .changes("sqs:CreateQueue", "sqs:SetQueueAttributes")
                      .tags("sqs:TagQueue", "sqs:UntagQueue")
                      .deletes("sqs:DeleteQueue"))),
          entry(
              "aws:sqs/queuePolicy:QueuePolicy",
              List.of(
                  on("Queues", QUEUES)
                      .reads("sqs:GetQueueAttributes")
                      .changes("sqs:SetQueueAttributes"))),
          // list_awskeymanagementservice.html: CreateKey knows no resource, and a key's id is
          // random. The message after a deployment needs the key through SNS.
          entry(
              "aws:kms/key:Key",
              List.of(
                  on("KeyCreation", "*").changes("kms:CreateKey"),
                  on("Keys", KEYS)
                      .reads(
                          "kms:DescribeKey",
                          "kms:GetKeyPolicy",
                          "kms:GetKeyRotationStatus",
                          "kms:ListResourceTags")
                      .changes(
                          "kms:DisableKey",
                          "kms:DisableKeyRotation",
                          "kms:EnableKey",
                          "kms:EnableKeyRotation",
                          "kms:PutKeyPolicy",
                          "kms:UpdateKeyDescription")
                      .tags("kms:TagResource", "kms:UntagResource")
                      .deletes("kms:ScheduleKeyDeletion"),
                  on("KeysOfTopics", KEYS)
                      .changes("kms:Decrypt", "kms:GenerateDataKey")
                      .when("StringEquals", "kms:ViaService", "sns.{region}.{domain}"))),
          // list_amazoneventbridge.html
          entry(
              "aws:cloudwatch/eventRule:EventRule",
              List.of(
                  on("Rules", RULES)
                      .reads("events:DescribeRule", "events:ListTagsForResource")
                      .changes("events:PutRule")
                      .tags("events:TagResource", "events:UntagResource")
                      .deletes("events:DeleteRule"))),
          entry(
              "aws:cloudwatch/eventTarget:EventTarget",
              List.of(
                  on("Rules", RULES)
                      .reads("events:ListTargetsByRule")
                      .changes("events:PutTargets")
                      .deletes("events:RemoveTargets"),
                  pass("events.amazonaws.com").onlyWith("roleArn"))),
          // list_amazoneventbridgescheduler.html
          entry(
              "aws:scheduler/schedule:Schedule",
              List.of(
                  on(
                          "Schedules",
                          "arn:{partition}:scheduler:{region}:{account}:schedule/*/{base}-*")
                      .reads("scheduler:GetSchedule")
                      .changes("scheduler:CreateSchedule", "scheduler:UpdateSchedule")
                      .deletes("scheduler:DeleteSchedule"),
                  pass("scheduler.amazonaws.com"))),
          // list_amazoncloudwatch.html
          entry(
              "aws:cloudwatch/metricAlarm:MetricAlarm",
              List.of(
                  on("Alarms", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{base}-*")
                      .reads("cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource")
                      .changes("cloudwatch:PutMetricAlarm")
                      .tags("cloudwatch:TagResource", "cloudwatch:UntagResource")
                      .deletes("cloudwatch:DeleteAlarms"))),
          // list_amazoncloudwatchlogs.html: what is listed is all that the account has.
          entry(
              "aws:cloudwatch/logGroup:LogGroup",
              List.of(
                  on("LogGroupList", LOG_GROUPS + "*").reads("logs:DescribeLogGroups"),
                  on("LogGroups", LOG_GROUPS + "/aws/vendedlogs/states/{base}-*")
                      .reads("logs:ListTagsForResource")
                      .changes(
                          "logs:CreateLogGroup",
                          "logs:PutRetentionPolicy",
                          "logs:DeleteRetentionPolicy",
                          "logs:AssociateKmsKey",
                          "logs:DisassociateKmsKey")
                      .tags("logs:TagResource", "logs:UntagResource")
                      .deletes("logs:DeleteLogGroup"))),
          // list_amazondynamodb.html
          entry(
              "aws:dynamodb/table:Table",
              List.of(
                  on("Tables", "arn:{partition}:dynamodb:{region}:{account}:table/{base}-*")
                      .reads(
                          "dynamodb:DescribeTable",
                          "dynamodb:DescribeContinuousBackups",
                          "dynamodb:DescribeTimeToLive",
                          "dynamodb:ListTagsOfResource")
                      .changes(
                          "dynamodb:CreateTable",
                          "dynamodb:UpdateTable",
                          "dynamodb:UpdateContinuousBackups",
                          "dynamodb:UpdateTimeToLive")
                      .tags("dynamodb:TagResource", "dynamodb:UntagResource")
                      .deletes("dynamodb:DeleteTable"))),
          // list_awsstepfunctions.html. A definition is judged at every preview that changes it,
          // under no machine's name (hashicorp/terraform-provider-aws, issue 39472).
          entry(
              "aws:sfn/stateMachine:StateMachine",
              List.of(
                  on("Definitions", MACHINES + "*").reads("states:ValidateStateMachineDefinition"),
                  on("StateMachines", MACHINES + "{base}-*")
                      .reads(
                          "states:DescribeStateMachine",
                          "states:ListStateMachineVersions",
                          "states:ListTagsForResource")
                      .changes("states:CreateStateMachine", "states:UpdateStateMachine")
                      .tags("states:TagResource", "states:UntagResource")
                      .deletes("states:DeleteStateMachine"),
                  pass("states.amazonaws.com"))),
          // list_awssystemsmanager.html: an association's id is random; making one is asked of its
          // document and of the instances, too.
          entry(
              "aws:ssm/association:Association",
              List.of(
                  on(
                          "Associations",
                          SSM + "{account}:association/*",
                          SSM + ":document/{name}",
                          SSM + "{account}:managed-instance/*",
                          "arn:{partition}:ec2:{region}:{account}:instance/*")
                      .reads("ssm:DescribeAssociation", "ssm:ListTagsForResource")
                      .changes("ssm:CreateAssociation", "ssm:UpdateAssociation")
                      .tags("ssm:AddTagsToResource", "ssm:RemoveTagsFromResource")
                      .deletes("ssm:DeleteAssociation"))),
          // list_awschatbot.html: a configuration is known once it is there, in no Region.
          entry(
              "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
              List.of(
                  on("SlackChannelList", "*")
                      .reads(
                          "chatbot:DescribeSlackChannelConfigurations",
                          "chatbot:ListTagsForResource")
                      .changes("chatbot:CreateSlackChannelConfiguration"),
                  on("SlackChannels", "arn:{partition}:chatbot::{account}:chat-configuration/*")
                      .changes("chatbot:UpdateSlackChannelConfiguration")
                      .tags("chatbot:TagResource", "chatbot:UntagResource")
                      .deletes("chatbot:DeleteSlackChannelConfiguration"),
                  pass("chatbot.amazonaws.com"),
                  serviceRole("management.chatbot.amazonaws.com"))),
          // Any caller may ask these; the last two are the provider's own knowledge.
          entry("aws:index/getCallerIdentity:getCallerIdentity", List.of()),
          entry("aws:index/getPartition:getPartition", List.of()),
          entry("aws:index/getRegion:getRegion", List.of()));

  private ResourceActions() {}

  /** What a type or function needs, nothing included; empty if that is not known. */
  public static Optional<List<Grant>> of(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }
}
