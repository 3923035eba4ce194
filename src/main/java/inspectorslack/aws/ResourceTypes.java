package inspectorslack.aws;

import static inspectorslack.aws.Grant.inRegion;
import static inspectorslack.aws.Grant.on;
import static inspectorslack.aws.Grant.pass;
import static inspectorslack.aws.Grant.serviceRole;
import static inspectorslack.aws.ResourceType.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every type of resource and every function that the program uses: what AWS computes for it, how
 * long its name may be, and which actions the provider calls. Lengths come from each service's API
 * Reference, and actions from the page of the Service Authorization Reference that's named next to
 * each service. Which of them the provider calls comes from its source,
 * hashicorp/terraform-provider-aws.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 *     Authorization Reference</a>
 */
public final class ResourceTypes {
  /**
   * What the names of Step Functions' log groups begin with. Others count against the size limit of
   * the account's resource policy.
   */
  public static final String VENDED_LOGS = "/aws/vendedlogs/states/";

  private static final String ROLES = "arn:{partition}:iam::{account}:role/{base}-*";
  private static final String TOPICS = "arn:{partition}:sns:{region}:{account}:{base}-*";
  private static final String QUEUES = "arn:{partition}:sqs:{region}:{account}:{base}-*";
  private static final String KEYS = "arn:{partition}:kms:{region}:{account}:key/*";
  private static final String RULES = "arn:{partition}:events:{region}:{account}:rule/{base}-*";
  private static final String MACHINES = "arn:{partition}:states:{region}:{account}:stateMachine:";
  private static final String LOG_GROUPS = "arn:{partition}:logs:{region}:{account}:log-group:";
  private static final String INSPECTOR = "arn:{partition}:inspector2:{region}:{account}:owner/";
  private static final String ORGANIZATIONS = "arn:{partition}:organizations::*:";
  private static final String SSM = "arn:{partition}:ssm:{region}:";

  private static final List<ResourceType> ALL =
      List.of(
          // One more Region's provider, which is nothing in AWS.
          type("pulumi:providers:aws"),
          // list_amazoninspector2.html: these know no resource. A type that is no longer listed is
          // switched off by an update, so that Disable is not only for deleting.
          type("aws:inspector2/enabler:Enabler")
              .needs(
                  inRegion("Inspector")
                      .reads("inspector2:BatchGetAccountStatus")
                      .changes("inspector2:Enable", "inspector2:Disable"),
                  serviceRole("inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com")),
          type("aws:inspector2/filter:Filter")
              .named("name", 128)
              .computes(
                  "arn",
                  "arn:{partition}:inspector2:{region}:{account}:owner/{account}/filter/{id}")
              .needs(
                  // A filter's id is made by Inspector. Neither way of listing knows a resource.
                  inRegion("FilterList")
                      .reads("inspector2:ListFilters", "inspector2:ListTagsForResource"),
                  on("Filters", INSPECTOR + "{account}/filter/*")
                      .changes("inspector2:CreateFilter", "inspector2:UpdateFilter")
                      .tags("inspector2:TagResource", "inspector2:UntagResource")
                      .deletes("inspector2:DeleteFilter")),
          // list_inspector2.html and list_organizations.html. What Inspector asks Organizations for
          // in the caller's name is what AWS's own policy AmazonInspector2FullAccess_v2 grants, but
          // for the one account.
          type("aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount")
              .computes("relationshipStatus", "ENABLED")
              .needs(
                  inRegion("Inspector")
                      .reads("inspector2:ListDelegatedAdminAccounts")
                      .changes("inspector2:EnableDelegatedAdminAccount")
                      .deletes("inspector2:DisableDelegatedAdminAccount"),
                  forInspector(
                      on("OrganizationServices", "*")
                          .changes(
                              "organizations:EnableAWSServiceAccess",
                              "organizations:ListDelegatedAdministrators")),
                  forInspector(
                      on("DelegatedAdministrator", ORGANIZATIONS + "account/o-*/{accountId}")
                          .changes("organizations:RegisterDelegatedAdministrator")),
                  on("Organization", "*")
                      .changes(
                          "organizations:DescribeOrganization",
                          "organizations:ListAWSServiceAccessForOrganization"),
                  on("OrganizationAccounts", ORGANIZATIONS + "account/o-*/*")
                      .changes("organizations:DescribeAccount"),
                  on("OrganizationalUnits", ORGANIZATIONS + "ou/o-*/ou-*")
                      .changes("organizations:DescribeOrganizationalUnit"),
                  serviceRole("inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com")),
          type("aws:inspector2/organizationConfiguration:OrganizationConfiguration")
              .needs(
                  // Nothing deletes it: the provider would update it to switch everything off.
                  inRegion("Inspector")
                      .reads("inspector2:DescribeOrganizationConfiguration")
                      .changes("inspector2:UpdateOrganizationConfiguration")),
          type("aws:inspector2/memberAssociation:MemberAssociation")
              .computes("delegatedAdminAccountId", "{account}")
              .computes("relationshipStatus", "ENABLED")
              .computes("updatedAt", "2026-01-01T00:00:00Z")
              .needs(
                  inRegion("Inspector")
                      .reads("inspector2:GetMember")
                      .changes("inspector2:AssociateMember")
                      .deletes("inspector2:DisassociateMember")),
          // list_awssecurityhub.html
          type("aws:securityhub/account:Account")
              .computes("arn", "arn:{partition}:securityhub:{region}:{account}:hub/default")
              .needs(
                  on("SecurityHub", "arn:{partition}:securityhub:{region}:{account}:hub/default")
                      .reads("securityhub:DescribeHub")
                      .changes(
                          "securityhub:EnableSecurityHub",
                          "securityhub:UpdateSecurityHubConfiguration")
                      .deletes("securityhub:DisableSecurityHub"),
                  serviceRole("securityhub.amazonaws.com")),
          // list_awsidentityandaccessmanagementiam.html
          type("aws:iam/role:Role")
              .named("name", 64)
              .computes("arn", "arn:{partition}:iam::{account}:role/{name}")
              .needs(
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
                      .deletes("iam:DeleteRole", "iam:ListInstanceProfilesForRole")),
          type("aws:iam/rolePolicy:RolePolicy")
              .named("name", 128)
              .needs(
                  on("Roles", ROLES)
                      .reads("iam:GetRolePolicy")
                      .changes("iam:PutRolePolicy")
                      .deletes("iam:DeleteRolePolicy")),
          type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
              .needs(
                  on("InstanceRoles", "arn:{partition}:iam::{account}:role/{role}")
                      .reads("iam:ListAttachedRolePolicies"),
                  on("InstanceRolePolicies", "arn:{partition}:iam::{account}:role/{role}")
                      .changes("iam:AttachRolePolicy")
                      .deletes("iam:DetachRolePolicy")
                      .when("ArnEquals", "iam:PolicyARN", "{policyArn}")),
          type("aws:iam/getInstanceProfile:getInstanceProfile")
              .computes("id", "{name}")
              .computes("arn", "arn:{partition}:iam::{account}:instance-profile/{name}")
              .computes("createDate", "2026-01-01T00:00:00Z")
              .computes("path", "/")
              .computes("roleName", "role-of-{name}")
              .computes("roleArn", "arn:{partition}:iam::{account}:role/role-of-{name}")
              .computes("roleId", "AROAEXAMPLE")
              .needs(
                  on("InstanceProfiles", "arn:{partition}:iam::{account}:instance-profile/{name}")
                      .reads("iam:GetInstanceProfile")),
          // list_amazonsns.html; Publish is for the message after a deployment.
          type("aws:sns/topic:Topic")
              .named("name", 256)
              .computes("arn", "arn:{partition}:sns:{region}:{account}:{name}")
              .needs(
                  on("Topics", TOPICS)
                      .reads("sns:GetTopicAttributes", "sns:ListTagsForResource")
                      .changes("sns:CreateTopic", "sns:SetTopicAttributes", "sns:Publish")
                      .tags("sns:TagResource", "sns:UntagResource")
                      .deletes("sns:DeleteTopic")),
          type("aws:sns/topicPolicy:TopicPolicy")
              .needs(
                  on("Topics", TOPICS)
                      .reads("sns:GetTopicAttributes")
                      .changes("sns:SetTopicAttributes")),
          // list_amazonsqs.html
          type("aws:sqs/queue:Queue")
              .named("name", 80)
              .computes("arn", "arn:{partition}:sqs:{region}:{account}:{name}")
              .computes("url", "https://sqs.{region}.{domain}/{account}/{name}")
              .needs(
                  on("Queues", QUEUES)
                      .reads("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags")
                      .changes("sqs:CreateQueue", "sqs:SetQueueAttributes")
                      .tags("sqs:TagQueue", "sqs:UntagQueue")
                      .deletes("sqs:DeleteQueue")),
          type("aws:sqs/queuePolicy:QueuePolicy")
              .needs(
                  on("Queues", QUEUES)
                      .reads("sqs:GetQueueAttributes")
                      .changes("sqs:SetQueueAttributes")),
          // list_awskeymanagementservice.html: CreateKey knows no resource, and a key's id is
          // random. The message after a deployment needs the key through SNS.
          type("aws:kms/key:Key")
              .computes("arn", "arn:{partition}:kms:{region}:{account}:key/{id}")
              .computes("keyId", "{id}")
              .needs(
                  inRegion("KeyCreation").changes("kms:CreateKey"),
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
                      .when("StringEquals", "kms:ViaService", "sns.{region}.{domain}")),
          // list_amazoneventbridge.html
          type("aws:cloudwatch/eventRule:EventRule")
              .named("name", 64)
              .computes("arn", "arn:{partition}:events:{region}:{account}:rule/{name}")
              .needs(
                  on("Rules", RULES)
                      .reads("events:DescribeRule", "events:ListTagsForResource")
                      .changes("events:PutRule")
                      .tags("events:TagResource", "events:UntagResource")
                      .deletes("events:DeleteRule")),
          type("aws:cloudwatch/eventTarget:EventTarget")
              .needs(
                  on("Rules", RULES)
                      .reads("events:ListTargetsByRule")
                      .changes("events:PutTargets")
                      .deletes("events:RemoveTargets"),
                  pass("events.amazonaws.com").onlyWith("roleArn")),
          // list_amazoneventbridgescheduler.html
          type("aws:scheduler/schedule:Schedule")
              .named("name", 64)
              .computes(
                  "arn", "arn:{partition}:scheduler:{region}:{account}:schedule/default/{name}")
              .needs(
                  on(
                          "Schedules",
                          "arn:{partition}:scheduler:{region}:{account}:schedule/*/{base}-*")
                      .reads("scheduler:GetSchedule")
                      .changes("scheduler:CreateSchedule", "scheduler:UpdateSchedule")
                      .deletes("scheduler:DeleteSchedule"),
                  pass("scheduler.amazonaws.com")),
          // list_amazoncloudwatch.html
          type("aws:cloudwatch/metricAlarm:MetricAlarm")
              .named("name", 255)
              .computes("arn", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}")
              .needs(
                  on("Alarms", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{base}-*")
                      .reads("cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource")
                      .changes("cloudwatch:PutMetricAlarm")
                      .tags("cloudwatch:TagResource", "cloudwatch:UntagResource")
                      .deletes("cloudwatch:DeleteAlarms")),
          // list_amazoncloudwatchlogs.html: what is listed is all that the account has.
          type("aws:cloudwatch/logGroup:LogGroup")
              .named("name", VENDED_LOGS, 512)
              .computes("arn", "arn:{partition}:logs:{region}:{account}:log-group:{name}")
              .needs(
                  on("LogGroupList", LOG_GROUPS + "*").reads("logs:DescribeLogGroups"),
                  on("LogGroups", LOG_GROUPS + VENDED_LOGS + "{base}-*")
                      .reads("logs:ListTagsForResource")
                      .changes(
                          "logs:CreateLogGroup",
                          "logs:PutRetentionPolicy",
                          "logs:DeleteRetentionPolicy",
                          "logs:AssociateKmsKey",
                          "logs:DisassociateKmsKey")
                      .tags("logs:TagResource", "logs:UntagResource")
                      .deletes("logs:DeleteLogGroup")),
          // list_amazondynamodb.html
          type("aws:dynamodb/table:Table")
              .named("name", 255)
              .computes("arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}")
              .needs(
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
                      .deletes("dynamodb:DeleteTable")),
          // list_awsstepfunctions.html. A definition is judged at every preview that changes it,
          // under no machine's name (hashicorp/terraform-provider-aws, issue 39472).
          type("aws:sfn/stateMachine:StateMachine")
              .named("name", 80)
              .computes("arn", "arn:{partition}:states:{region}:{account}:stateMachine:{name}")
              .needs(
                  on("Definitions", MACHINES + "*").reads("states:ValidateStateMachineDefinition"),
                  on("StateMachines", MACHINES + "{base}-*")
                      .reads(
                          "states:DescribeStateMachine",
                          "states:ListStateMachineVersions",
                          "states:ListTagsForResource")
                      .changes("states:CreateStateMachine", "states:UpdateStateMachine")
                      .tags("states:TagResource", "states:UntagResource")
                      .deletes("states:DeleteStateMachine"),
                  pass("states.amazonaws.com")),
          // list_awssystemsmanager.html: an association's id is random; making one is asked of its
          // document and of the instances, too.
          type("aws:ssm/association:Association")
              .named("associationName", 128)
              .computes("arn", "arn:{partition}:ssm:{region}:{account}:association/{id}")
              .computes("associationId", "{id}")
              .needs(
                  on(
                          "Associations",
                          SSM + "{account}:association/*",
                          SSM + ":document/{name}",
                          SSM + "{account}:managed-instance/*",
                          "arn:{partition}:ec2:{region}:{account}:instance/*")
                      .reads("ssm:DescribeAssociation", "ssm:ListTagsForResource")
                      .changes("ssm:CreateAssociation", "ssm:UpdateAssociation")
                      .tags("ssm:AddTagsToResource", "ssm:RemoveTagsFromResource")
                      .deletes("ssm:DeleteAssociation")),
          // list_awschatbot.html: a configuration is known once it is there, in no Region.
          type("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")
              .named("configurationName", 128)
              .computes(
                  "chatConfigurationArn",
                  "arn:{partition}:chatbot::{account}:chat-configuration/slack-channel/{configurationName}")
              .needs(
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
                  serviceRole("management.chatbot.amazonaws.com")),
          // Any caller may ask these; the last two are the provider's own knowledge.
          type("aws:index/getCallerIdentity:getCallerIdentity")
              .computes("accountId", "{account}")
              .computes("arn", "arn:{partition}:iam::{account}:user/preview")
              .computes("id", "{account}")
              .computes("userId", "AIDAEXAMPLE"),
          type("aws:index/getPartition:getPartition")
              .computes("partition", "{partition}")
              .computes("dnsSuffix", "{domain}")
              .computes("id", "{partition}")
              .computes("reverseDnsPrefix", "com.amazonaws"),
          type("aws:index/getRegion:getRegion")
              .computes("name", "{region}")
              .computes("id", "{region}")
              .computes("description", "{region}")
              .computes("endpoint", "{region}"));

  private static final Map<String, ResourceType> BY_TOKEN =
      ALL.stream().collect(Collectors.toMap(ResourceType::token, Function.identity()));

  private ResourceTypes() {}

  private static Grant forInspector(Grant grant) {
    return grant.when(
        "StringEquals",
        "organizations:ServicePrincipal",
        "inspector2.amazonaws.com",
        "agentless.inspector2.amazonaws.com");
  }

  /** Every type and function. */
  public static Stream<String> tokens() {
    return ALL.stream().map(ResourceType::token);
  }

  /** The entry of a type or function; empty if there is none. */
  public static Optional<ResourceType> of(String token) {
    return Optional.ofNullable(BY_TOKEN.get(token));
  }
}
