package inspectorslack.slack;

import com.pulumi.aws.chatbot.SlackChannelConfiguration;
import com.pulumi.aws.chatbot.SlackChannelConfigurationArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.SlackDestination;
import java.util.List;
import java.util.Map;

/**
 * The topic's way into a Slack channel: Amazon Q Developer in chat applications (once AWS Chatbot),
 * which subscribes to the topic by itself.
 */
public final class SlackChannel extends ComponentResource {
  /**
   * From where to where.
   *
   * @param partition for the guardrail policies' ARNs
   * @param topicArn what the channel hears
   * @param destination the channel; one configuration a channel is all that AWS allows
   * @param names physical names of the stack, by which the configuration is named
   * @param namesOfRoute physical names of the route
   */
  public record Args(
      Output<String> partition,
      Output<String> topicArn,
      SlackDestination destination,
      PhysicalNames names,
      PhysicalNames namesOfRoute) {}

  private final Output<String> configurationArn;

  public SlackChannel(String name, Args args) {
    super("inspectorslack:components:SlackChannel", name);
    Role role =
        new Role(
            name + "-role",
            RoleArgs.builder()
                .name(args.namesOfRoute().of("slack-channel"))
                .description("What people in the Slack channel of findings may do: nothing")
                .assumeRolePolicy(ChannelRole.trustPolicy())
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    String channelId = args.destination().channelId();
    SlackChannelConfiguration configuration =
        new SlackChannelConfiguration(
            // By the channel and not by its route: it stays the same thing if another route takes
            // the channel over, and no second one is made before the first is gone.
            "slack-" + channelId,
            SlackChannelConfigurationArgs.builder()
                .configurationName(args.names().ofChannel(channelId))
                .slackTeamId(args.destination().workspaceId())
                .slackChannelId(channelId)
                .iamRoleArn(role.arn())
                .guardrailPolicyArns(args.partition().applyValue(ChannelRole::guardrailPolicyArns))
                .snsTopicArns(args.topicArn().applyValue(List::of))
                .loggingLevel("ERROR")
                .build(),
            CustomResourceOptions.builder()
                .parent(this)
                // A channel that already has a configuration takes no second one.
                .deleteBeforeReplace(true)
                // The provider would try to rename it in place, which the service refuses.
                .replaceOnChanges(List.of("configurationName"))
                .build());

    this.configurationArn = configuration.chatConfigurationArn();
    registerOutputs(Map.of("configurationArn", configurationArn));
  }

  public Output<String> configurationArn() {
    return configurationArn;
  }
}
