package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/chatbot"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sns"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type statement struct {
	Sid       string
	Effect    string
	Principal map[string]string
	Action    []string
	Resource  string         `json:",omitempty"`
	Condition map[string]any `json:",omitempty"`
}

func policy(statements ...statement) string {
	return text(map[string]any{"Version": "2012-10-17", "Statement": statements})
}

func service(sid, name, action, resource string, condition map[string]any) statement {
	return statement{sid, "Allow", map[string]string{"Service": name}, []string{action}, resource, condition}
}

func onlyFor(ruleArn string) map[string]any {
	return map[string]any{"ArnEquals": map[string]string{"aws:SourceArn": ruleArn}}
}

func (s *stack) topicPolicy(topicArn, ruleArn string) string {
	actions := []string{"AddPermission", "DeleteTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "Publish",
		"RemovePermission", "SetTopicAttributes", "Subscribe"}
	for i := range actions {
		actions[i] = "sns:" + actions[i]
	}
	owner := map[string]string{"AWS": fmt.Sprintf("arn:%s:iam::%s:root", s.partition, s.account)}
	return policy(
		statement{"Owner", "Allow", owner, actions, topicArn, nil},
		service("Rule", "events.amazonaws.com", "sns:Publish", topicArn, onlyFor(ruleArn)),
		service("Alarms", "cloudwatch.amazonaws.com", "sns:Publish", topicArn,
			map[string]any{"StringEquals": map[string]string{"aws:SourceAccount": s.account}}))
}

func (s *stack) alerts(name, prefix string) (pulumi.Map, error) {
	component, err := s.component("FindingAlerts", name)
	if err != nil {
		return nil, err
	}
	parent := pulumi.Parent(component)
	topic, err := sns.NewTopic(s.ctx, name+"-topic", &sns.TopicArgs{
		Name:        pulumi.String(prefix + "-findings"),
		DisplayName: pulumi.String("Inspector Finding Notification"),
	}, parent)
	if err != nil {
		return nil, err
	}
	queue, err := sqs.NewQueue(s.ctx, name+"-dead-letters", &sqs.QueueArgs{
		Name:                    pulumi.String(prefix + "-dead-letters"),
		MessageRetentionSeconds: pulumi.Int(14 * 24 * 3600),
		SqsManagedSseEnabled:    pulumi.Bool(true),
	}, parent)
	if err != nil {
		return nil, err
	}
	rule, err := cloudwatch.NewEventRule(s.ctx, name+"-rule", &cloudwatch.EventRuleArgs{
		Name:         pulumi.String(prefix + "-findings"),
		Description:  pulumi.String("Inspector findings, " + s.threshold + " and above"),
		EventBusName: pulumi.String("default"),
		EventPattern: pulumi.String(s.eventPattern()),
	}, parent)
	if err != nil {
		return nil, err
	}
	topicPolicy, err := sns.NewTopicPolicy(s.ctx, name+"-topic-policy", &sns.TopicPolicyArgs{
		Arn: topic.Arn,
		Policy: pulumi.All(topic.Arn, rule.Arn).ApplyT(func(of []any) string {
			return s.topicPolicy(of[0].(string), of[1].(string))
		}).(pulumi.StringOutput),
	}, parent)
	if err != nil {
		return nil, err
	}
	queuePolicy, err := sqs.NewQueuePolicy(s.ctx, name+"-dead-letters-policy", &sqs.QueuePolicyArgs{
		QueueUrl: queue.Url,
		Policy: pulumi.All(queue.Arn, rule.Arn).ApplyT(func(of []any) string {
			return policy(service("Rule", "events.amazonaws.com", "sqs:SendMessage", of[0].(string),
				onlyFor(of[1].(string))))
		}).(pulumi.StringOutput),
	}, parent)
	if err != nil {
		return nil, err
	}
	_, err = cloudwatch.NewEventTarget(s.ctx, name+"-target", &cloudwatch.EventTargetArgs{
		Rule:     rule.Name,
		TargetId: pulumi.String("findings"),
		Arn:      topic.Arn,
		RetryPolicy: &cloudwatch.EventTargetRetryPolicyArgs{
			MaximumEventAgeInSeconds: pulumi.Int(24 * 3600),
			MaximumRetryAttempts:     pulumi.Int(185),
		},
		DeadLetterConfig: &cloudwatch.EventTargetDeadLetterConfigArgs{Arn: queue.Arn},
	}, parent, pulumi.DependsOn([]pulumi.Resource{topicPolicy, queuePolicy}))
	if err != nil {
		return nil, err
	}
	ofRule := pulumi.StringMap{"RuleName": rule.Name}
	for _, alarm := range []struct {
		suffix, namespace, metric, statistic string
		dimensions                           pulumi.StringMap
	}{
		{"failed-invocations", "AWS/Events", "FailedInvocations", "Sum", ofRule},
		{"lost-findings", "AWS/Events", "InvocationsFailedToBeSentToDlq", "Sum", ofRule},
		{"dead-letters", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum",
			pulumi.StringMap{"QueueName": queue.Name}},
	} {
		if _, err := cloudwatch.NewMetricAlarm(s.ctx, name+"-"+alarm.suffix+"-alarm", &cloudwatch.MetricAlarmArgs{
			Name:               pulumi.String(prefix + "-" + alarm.suffix),
			AlarmDescription:   pulumi.String("Findings are not delivered: " + alarm.suffix + "."),
			Namespace:          pulumi.String(alarm.namespace),
			MetricName:         pulumi.String(alarm.metric),
			Statistic:          pulumi.String(alarm.statistic),
			Dimensions:         alarm.dimensions,
			ComparisonOperator: pulumi.String("GreaterThanThreshold"),
			Threshold:          pulumi.Float64(0),
			Period:             pulumi.Int(300),
			EvaluationPeriods:  pulumi.Int(1),
			TreatMissingData:   pulumi.String("notBreaching"),
			AlarmActions:       pulumi.Array{topic.Arn},
		}, parent); err != nil {
			return nil, err
		}
	}
	outputs := pulumi.Map{
		"topicArn":           topic.Arn,
		"ruleName":           rule.Name,
		"eventPattern":       rule.EventPattern.Elem(),
		"deadLetterQueueUrl": queue.Url,
	}
	return outputs, s.ctx.RegisterResourceOutputs(component, outputs)
}

func (s *stack) slackChannel(
	name, prefix string, topicArn pulumi.StringOutput, channelID string,
) (pulumi.StringOutput, error) {
	component, err := s.component("SlackChannel", name)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	role, err := iam.NewRole(s.ctx, name+"-role", &iam.RoleArgs{
		Name:             pulumi.String(prefix + "-slack-channel"),
		Description:      pulumi.String("What people in the Slack channel of findings may do: nothing"),
		AssumeRolePolicy: pulumi.String(policy(service("ChatApplications", "chatbot.amazonaws.com", "sts:AssumeRole", "", nil))),
	}, pulumi.Parent(component))
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	arn := "arn:" + s.partition + ":iam::aws:policy/"
	configuration, err := chatbot.NewSlackChannelConfiguration(s.ctx, name+"-configuration",
		&chatbot.SlackChannelConfigurationArgs{
			ConfigurationName:   pulumi.String(prefix + "-findings"),
			SlackTeamId:         pulumi.String(s.config.Require("slackWorkspaceId")),
			SlackChannelId:      pulumi.String(channelID),
			IamRoleArn:          role.Arn,
			GuardrailPolicyArns: pulumi.ToStringArray([]string{arn + "AmazonInspector2ReadOnlyAccess", arn + "CloudWatchReadOnlyAccess"}),
			SnsTopicArns:        pulumi.StringArray{topicArn},
			LoggingLevel:        pulumi.String("ERROR"),
		}, pulumi.Parent(component), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return configuration.ChatConfigurationArn, s.ctx.RegisterResourceOutputs(component,
		pulumi.Map{"configurationArn": configuration.ChatConfigurationArn})
}
