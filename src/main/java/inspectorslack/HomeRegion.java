package inspectorslack;

import com.pulumi.Context;
import com.pulumi.core.TypeShape;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.InvokeArgs;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.Regions;
import inspectorslack.slack.ConsoleLink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Keeps the home Region of a stack that covers several. Pulumi would create what is in the home
 * Region again in the new one, and delete that Region's own resources afterwards. They have the
 * same names, and AWS takes over a topic or rule that exists: both Regions would lose their paths.
 */
final class HomeRegion {
  private static final class StackName extends InvokeArgs {
    @SuppressWarnings("UnusedVariable") // The SDK reads it by reflection.
    @Import
    private final String name;

    StackName(Context ctx) {
      name = ctx.organizationName() + "/" + ctx.projectName() + "/" + ctx.stackName();
    }
  }

  private HomeRegion() {}

  /**
   * Compares the home Region with that of the last deployment.
   *
   * @throws InvalidSettings if it's another and the stack covers several Regions, or did
   */
  static void refuseChange(Context ctx, Regions regions) {
    Map<?, ?> last;
    try {
      last = outputs(ctx);
    } catch (CompletionException e) {
      if (!regions.others().isEmpty()) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        ctx.log()
            .warn(
                "The stack's last outputs couldn't be read, so a change of aws:region isn't noticed. Don't change it while regions is set: "
                    + cause.getMessage());
      }
      return;
    }
    Optional<String> before =
        Optional.ofNullable(last.get("findingsUrl"))
            .flatMap(url -> ConsoleLink.region(url.toString()));
    boolean hasOrHadOthers = !regions.others().isEmpty() || last.containsKey("regions");
    if (hasOrHadOthers
        && before.isPresent()
        && regions.home().isPresent()
        && !before.equals(regions.home())) {
      throw new InvalidSettings(
          ctx.stackName(),
          List.of(
              new Problem(
                  "aws:region",
                  "\"" + regions.home().get() + "\"",
                  "\"%s\", the home Region that was deployed".formatted(before.get()),
                  "pulumi config set aws:region %s (to move the home Region, run pulumi destroy before you change it)"
                      .formatted(before.get()))));
    }
  }

  /** The outputs of the last deployment; none if there is no deployment. */
  private static Map<?, ?> outputs(Context ctx) {
    // What StackReference reads, but without a resource, which every preview would show.
    Map<String, Object> stack =
        Deployment.getInstance()
            .invokeAsync(
                "pulumi:pulumi:readStackOutputs",
                TypeShape.map(String.class, Object.class),
                new StackName(ctx),
                InvokeOptions.Empty)
            .join();
    return (Map<?, ?>) Objects.requireNonNull(stack.get("outputs"));
  }
}
