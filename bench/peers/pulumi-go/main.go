// The stack of inspector-slack with native delivery, as Pulumi in Go would declare it: the account's
// switch, roles of instances, and for each route a path from EventBridge to a topic.
package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/inspector2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

type route struct {
	Name           string `json:"name"`
	SlackChannelID string `json:"slackChannelId"`
}

type stack struct {
	ctx       *pulumi.Context
	config    *config.Config
	threshold string
	account   string
	partition string
}

var levels = []string{"INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		identity, err := aws.GetCallerIdentity(ctx, nil)
		if err != nil {
			return err
		}
		partition, err := aws.GetPartition(ctx, nil)
		if err != nil {
			return err
		}
		region, err := aws.GetRegion(ctx, nil)
		if err != nil {
			return err
		}
		s := &stack{ctx, config.New(ctx, "inspector-slack"), "HIGH", identity.AccountId, partition.Partition}
		if threshold := s.config.Get("severityThreshold"); threshold != "" {
			s.threshold = threshold
		}
		ctx.Export("findingsUrl", pulumi.String(fmt.Sprintf(
			"https://%[1]s.console.aws.amazon.com/inspector/v2/home?region=%[1]s#/findings", region.Name)))
		return s.declare()
	})
}

func (s *stack) declare() error {
	scanTypes := []string{"EC2", "ECR"}
	var roles []string
	var routes []route
	for key, into := range map[string]any{"scanTypes": &scanTypes, "instanceRoles": &roles, "routes": &routes} {
		if s.config.Get(key) != "" {
			if err := s.config.GetObject(key, into); err != nil {
				return err
			}
		}
	}
	if err := s.scanning("scanning", scanTypes); err != nil {
		return err
	}
	if len(roles) > 0 {
		if err := s.instances("instances", roles); err != nil {
			return err
		}
	}
	prefix := s.ctx.Project() + "-" + s.ctx.Stack()
	if len(routes) == 0 {
		outputs, err := s.alerts("alerts", prefix)
		if err != nil {
			return err
		}
		outputs["slackChannel"] = pulumi.String("not connected")
		for key, value := range outputs {
			s.ctx.Export(key, value)
		}
		return nil
	}
	byRoute := pulumi.Map{}
	for _, it := range routes {
		outputs, err := s.alerts("alerts-"+it.Name, prefix+"-"+it.Name)
		if err != nil {
			return err
		}
		arn, err := s.slackChannel("slack-"+it.Name, prefix+"-"+it.Name,
			outputs["topicArn"].(pulumi.StringOutput), it.SlackChannelID)
		if err != nil {
			return err
		}
		outputs["slackChannel"] = pulumi.String(it.SlackChannelID)
		outputs["channelConfigurationArn"] = arn
		byRoute[it.Name] = outputs
	}
	s.ctx.Export("routes", byRoute)
	return nil
}

func (s *stack) component(kind, name string) (*pulumi.ResourceState, error) {
	component := &pulumi.ResourceState{}
	err := s.ctx.RegisterComponentResource("inspectorslack:components:"+kind, name, component)
	return component, err
}

func (s *stack) scanning(name string, scanTypes []string) error {
	component, err := s.component("InspectorScanning", name)
	if err != nil {
		return err
	}
	_, err = inspector2.NewEnabler(s.ctx, name+"-inspector", &inspector2.EnablerArgs{
		AccountIds:    pulumi.ToStringArray([]string{s.account}),
		ResourceTypes: pulumi.ToStringArray(scanTypes),
	}, pulumi.Parent(component), pulumi.RetainOnDelete(true),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "30m", Update: "30m", Delete: "30m"}))
	if err != nil {
		return err
	}
	return s.ctx.RegisterResourceOutputs(component, pulumi.Map{})
}

func (s *stack) instances(name string, roles []string) error {
	component, err := s.component("ManagedInstances", name)
	if err != nil {
		return err
	}
	policy := pulumi.String("arn:" + s.partition + ":iam::aws:policy/AmazonSSMManagedInstanceCore")
	for _, role := range roles {
		if _, err := iam.NewRolePolicyAttachment(s.ctx, name+"-"+role, &iam.RolePolicyAttachmentArgs{
			Role:      pulumi.String(role),
			PolicyArn: policy,
		}, pulumi.Parent(component)); err != nil {
			return err
		}
	}
	return s.ctx.RegisterResourceOutputs(component, pulumi.Map{})
}

func (s *stack) eventPattern() string {
	return text(map[string]any{
		"source":      []string{"aws.inspector2"},
		"detail-type": []string{"Inspector2 Finding"},
		"detail": map[string]any{
			"status":   []string{"ACTIVE"},
			"severity": levels[slices.Index(levels, s.threshold):],
		},
	})
}

func text(document any) string {
	bytes, err := json.Marshal(document)
	if err != nil {
		panic(err) // Maps, slices and strings only.
	}
	return string(bytes)
}
