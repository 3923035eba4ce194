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
 * Connects topics to a Slack channel through Amazon Q Developer in chat applications (formerly AWS
 * Chatbot), which subscribes to the topics by itself.
 */
public final class SlackChannel extends ComponentResource {
  /**
   * What the component works with.
   *
   * @param partition for the guardrail policies' ARNs
   * @param topicArns the topics whose messages the channel shows, one in each Region
   * @param destination the channel; AWS allows one configuration per channel
   * @param names physical names of the stack, for the configuration
   * @param namesOfRoute physical names of the route, for the role
   */
  public record Args(
      Output<String> partition,
      List<Output<String>> topicArns,
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
                .description("Role of the Slack channel for findings, without permissions")
                .assumeRolePolicy(ChannelRole.trustPolicy())
                .build(),
            CustomResourceOptions.builder().parent(this).build());
    String channelId = args.destination().channelId();
    SlackChannelConfiguration configuration =
        new SlackChannelConfiguration(
            // Named after the channel, not the route: if another route takes over the channel,
            // Pulumi updates this configuration and does not create a second one before it deletes
            // the first.
            "slack-" + channelId,
            SlackChannelConfigurationArgs.builder()
                .configurationName(args.names().ofChannel(channelId))
                .slackTeamId(args.destination().workspaceId())
                .slackChannelId(channelId)
                .iamRoleArn(role.arn())
                .guardrailPolicyArns(args.partition().applyValue(ChannelRole::guardrailPolicyArns))
                .snsTopicArns(Output.all(args.topicArns()))
                .loggingLevel("ERROR")
                .build(),
            CustomResourceOptions.builder()
                .parent(this)
                // AWS refuses a second configuration for the same channel.
                .deleteBeforeReplace(true)
                // The provider would try to rename the configuration, which AWS refuses.
                .replaceOnChanges(List.of("configurationName"))
                .build());

    this.configurationArn = configuration.chatConfigurationArn();
    registerOutputs(Map.of("configurationArn", configurationArn));
  }

  public Output<String> configurationArn() {
    return configurationArn;
  }
}
