// The stack 'dev' of inspector-slack with native delivery, as the CDK would declare it: rule, topic,
// queue, their policies, target and alarms. Inspector's own switch is missing: CloudFormation has no
// resource for it.
import * as cdk from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

const LEVELS = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

export interface FindingAlertsStackProps extends cdk.StackProps {
  threshold: string;
}

export class FindingAlertsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: FindingAlertsStackProps) {
    super(scope, id, props);

    const topic = new sns.Topic(this, 'Topic', {
      topicName: `${id}-findings`,
      displayName: 'Inspector Finding Notification',
    });
    const queue = new sqs.Queue(this, 'DeadLetters', {
      queueName: `${id}-dead-letters`,
      retentionPeriod: cdk.Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
    });
    const rule = new events.Rule(this, 'Rule', {
      ruleName: `${id}-findings`,
      description: `Inspector findings, ${props.threshold} and above`,
      eventPattern: {
        source: ['aws.inspector2'],
        detailType: ['Inspector2 Finding'],
        detail: { status: ['ACTIVE'], severity: LEVELS.slice(LEVELS.indexOf(props.threshold)) },
      },
    });
    // Grants the rule what it needs on the topic and on the queue.
    rule.addTarget(new targets.SnsTopic(topic, {
      deadLetterQueue: queue,
      maxEventAge: cdk.Duration.hours(24),
      retryAttempts: 185,
    }));
    topic.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Alarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
    }));

    const alarm = (suffix: string, metric: cloudwatch.IMetric) =>
      new cloudwatch.Alarm(this, suffix, {
        alarmName: `${id}-${suffix}`,
        alarmDescription: `Findings are not delivered: ${suffix}.`,
        metric,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: 0,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new actions.SnsAction(topic));
    const ofRule = (metricName: string) => new cloudwatch.Metric({
      namespace: 'AWS/Events',
      metricName,
      statistic: 'Sum',
      period: cdk.Duration.minutes(5),
      dimensionsMap: { RuleName: rule.ruleName },
    });
    alarm('failed-invocations', ofRule('FailedInvocations'));
    alarm('lost-findings', ofRule('InvocationsFailedToBeSentToDlq'));
    alarm('dead-letters', queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }));

    new cdk.CfnOutput(this, 'topicArn', { value: topic.topicArn });
    new cdk.CfnOutput(this, 'ruleName', { value: rule.ruleName });
    new cdk.CfnOutput(this, 'deadLetterQueueUrl', { value: queue.queueUrl });
  }
}
