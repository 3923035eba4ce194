// The stack of inspector-slack with native delivery, as Pulumi in TypeScript would declare it: the
// account's switch, roles of instances, and for each route a path from EventBridge to a topic; the switch
// and the paths in each Region.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface Route {
    name: string;
    slackChannelId: string;
}

const LEVELS = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
const config = new pulumi.Config("inspector-slack");
const prefix = `${pulumi.getProject()}-${pulumi.getStack()}`;
const threshold = config.get("severityThreshold") ?? "HIGH";
const accountId = aws.getCallerIdentityOutput().accountId;
const partition = aws.getPartitionOutput().partition;
const region = aws.getRegionOutput().name;

class OtherRegion extends pulumi.ComponentResource {
    constructor(name: string) {
        super("inspectorslack:components:Region", name);
        this.registerOutputs({});
    }
}

class Scanning extends pulumi.ComponentResource {
    constructor(name: string, scanTypes: string[], options: pulumi.ComponentResourceOptions) {
        super("inspectorslack:components:InspectorScanning", name, {}, options);
        new aws.inspector2.Enabler(`${name}-inspector`, {
            accountIds: accountId.apply(id => [id]),
            resourceTypes: scanTypes,
        }, { parent: this, retainOnDelete: true, customTimeouts: { create: "30m", update: "30m", delete: "30m" } });
        this.registerOutputs({});
    }
}

class Instances extends pulumi.ComponentResource {
    constructor(name: string, roles: string[]) {
        super("inspectorslack:components:ManagedInstances", name);
        const policyArn = pulumi.interpolate`arn:${partition}:iam::aws:policy/AmazonSSMManagedInstanceCore`;
        for (const role of roles) {
            new aws.iam.RolePolicyAttachment(`${name}-${role}`, { role, policyArn }, { parent: this });
        }
        this.registerOutputs({});
    }
}

class Alerts extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;
    readonly ruleName: pulumi.Output<string>;
    readonly eventPattern: pulumi.Output<string>;
    readonly deadLetterQueueUrl: pulumi.Output<string>;

    constructor(name: string, prefix: string, options: pulumi.ComponentResourceOptions) {
        super("inspectorslack:components:FindingAlerts", name, {}, options);
        const parent = { parent: this };
        const topic = new aws.sns.Topic(`${name}-topic`, {
            name: `${prefix}-findings`,
            displayName: "Inspector Finding Notification",
        }, parent);
        const queue = new aws.sqs.Queue(`${name}-dead-letters`, {
            name: `${prefix}-dead-letters`,
            messageRetentionSeconds: 14 * 24 * 3600,
            sqsManagedSseEnabled: true,
        }, parent);
        const rule = new aws.cloudwatch.EventRule(`${name}-rule`, {
            name: `${prefix}-findings`,
            description: `Inspector findings, ${threshold} and above`,
            eventBusName: "default",
            eventPattern: JSON.stringify({
                source: ["aws.inspector2"],
                "detail-type": ["Inspector2 Finding"],
                detail: { status: ["ACTIVE"], severity: LEVELS.slice(LEVELS.indexOf(threshold)) },
            }),
        }, parent);
        const topicPolicy = new aws.sns.TopicPolicy(`${name}-topic-policy`, {
            arn: topic.arn,
            policy: pulumi.all([topic.arn, rule.arn, partition, accountId]).apply(topicPolicyOf),
        }, parent);
        const queuePolicy = new aws.sqs.QueuePolicy(`${name}-dead-letters-policy`, {
            queueUrl: queue.url,
            policy: pulumi.all([queue.arn, rule.arn]).apply(([queueArn, ruleArn]) => policyOf([
                allow("Rule", { Service: "events.amazonaws.com" }, "sqs:SendMessage", queueArn,
                    { ArnEquals: { "aws:SourceArn": ruleArn } }),
            ])),
        }, parent);
        new aws.cloudwatch.EventTarget(`${name}-target`, {
            rule: rule.name,
            targetId: "findings",
            arn: topic.arn,
            retryPolicy: { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 },
            deadLetterConfig: { arn: queue.arn },
        }, { parent: this, dependsOn: [topicPolicy, queuePolicy] });
        const alarm = (suffix: string, namespace: string, metricName: string, statistic: string,
            dimensions: pulumi.Output<Record<string, string>>) =>
            new aws.cloudwatch.MetricAlarm(`${name}-${suffix}-alarm`, {
                name: `${prefix}-${suffix}`,
                alarmDescription: `Findings are not delivered: ${suffix}.`,
                namespace, metricName, statistic, dimensions,
                comparisonOperator: "GreaterThanThreshold",
                threshold: 0,
                period: 300,
                evaluationPeriods: 1,
                treatMissingData: "notBreaching",
                alarmActions: topic.arn.apply(arn => [arn]),
            }, parent);
        const ofRule = rule.name.apply(it => ({ RuleName: it }) as Record<string, string>);
        const ofQueue = queue.name.apply(it => ({ QueueName: it }) as Record<string, string>);
        alarm("failed-invocations", "AWS/Events", "FailedInvocations", "Sum", ofRule);
        alarm("lost-findings", "AWS/Events", "InvocationsFailedToBeSentToDlq", "Sum", ofRule);
        alarm("dead-letters", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", ofQueue);

        this.topicArn = topic.arn;
        this.ruleName = rule.name;
        this.eventPattern = rule.eventPattern.apply(it => it!);
        this.deadLetterQueueUrl = queue.url;
        this.registerOutputs(outputsOf(this));
    }
}

class SlackChannel extends pulumi.ComponentResource {
    readonly configurationArn: pulumi.Output<string>;

    constructor(name: string, prefix: string, topicArns: pulumi.Output<string>[], channelId: string) {
        super("inspectorslack:components:SlackChannel", name);
        const role = new aws.iam.Role(`${name}-role`, {
            name: `${prefix}-slack-channel`,
            description: "What people in the Slack channel of findings may do: nothing",
            assumeRolePolicy: policyOf([
                allow("ChatApplications", { Service: "chatbot.amazonaws.com" }, "sts:AssumeRole")]),
        }, { parent: this });
        const configuration = new aws.chatbot.SlackChannelConfiguration(`${name}-configuration`, {
            configurationName: `${prefix}-findings`,
            slackTeamId: config.require("slackWorkspaceId"),
            slackChannelId: channelId,
            iamRoleArn: role.arn,
            guardrailPolicyArns: partition.apply(it =>
                ["AmazonInspector2ReadOnlyAccess", "CloudWatchReadOnlyAccess"]
                    .map(policy => `arn:${it}:iam::aws:policy/${policy}`)),
            snsTopicArns: pulumi.all(topicArns),
            loggingLevel: "ERROR",
        }, { parent: this, deleteBeforeReplace: true });
        this.configurationArn = configuration.chatConfigurationArn;
        this.registerOutputs({ configurationArn: this.configurationArn });
    }
}

function allow(Sid: string, Principal: object, Action: string | string[], Resource?: string, Condition?: object) {
    return { Sid, Effect: "Allow", Principal, Action, Resource, Condition };
}

function policyOf(Statement: object[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement });
}

function topicPolicyOf([topicArn, ruleArn, partition, accountId]: string[]): string {
    return policyOf([
        allow("Owner", { AWS: `arn:${partition}:iam::${accountId}:root` },
            ["AddPermission", "DeleteTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "Publish",
                "RemovePermission", "SetTopicAttributes", "Subscribe"].map(action => `sns:${action}`), topicArn),
        allow("Rule", { Service: "events.amazonaws.com" }, "sns:Publish", topicArn,
            { ArnEquals: { "aws:SourceArn": ruleArn } }),
        allow("Alarms", { Service: "cloudwatch.amazonaws.com" }, "sns:Publish", topicArn,
            { StringEquals: { "aws:SourceAccount": accountId } }),
    ]);
}

function outputsOf({ topicArn, ruleName, eventPattern, deadLetterQueueUrl }: Alerts) {
    return { topicArn, ruleName, eventPattern, deadLetterQueueUrl };
}

const roles = config.getObject<string[]>("instanceRoles") ?? [];
const routes = config.getObject<Route[]>("routes") ?? [];
const scanTypes = config.getObject<string[]>("scanTypes") ?? ["EC2", "ECR"];

// The home Region is that of the default provider.
const places = [{ at: "", options: {} as pulumi.ComponentResourceOptions }];
for (const other of config.getObject<aws.Region[]>("regions") ?? []) {
    const parent = new OtherRegion(other);
    const provider = new aws.Provider(`${other}-aws`, { region: other }, { parent });
    places.push({ at: `${other}-`, options: { parent, providers: [provider] } });
}
for (const { at, options } of places) {
    new Scanning(`${at}scanning`, scanTypes, options);
}
if (roles.length > 0) {
    new Instances("instances", roles);
}
const outputs: Record<string, any> = {};
if (routes.length === 0) {
    Object.assign(outputs, outputsOf(new Alerts("alerts", prefix, {})), { slackChannel: "not connected" });
} else {
    const byRoute: Record<string, any> = {};
    for (const route of routes) {
        const alerts = places.map(({ at, options }) =>
            new Alerts(`${at}alerts-${route.name}`, `${prefix}-${route.name}`, options));
        const channel = new SlackChannel(`slack-${route.name}`, `${prefix}-${route.name}`,
            alerts.map(it => it.topicArn), route.slackChannelId);
        byRoute[route.name] = {
            ...outputsOf(alerts[0]),
            slackChannel: route.slackChannelId,
            channelConfigurationArn: channel.configurationArn,
            others: alerts.slice(1).map(outputsOf),
        };
    }
    outputs.routes = byRoute;
}
outputs.findingsUrl = region.apply(it => `https://${it}.console.aws.amazon.com/inspector/v2/home?region=${it}#/findings`);
export = outputs;
