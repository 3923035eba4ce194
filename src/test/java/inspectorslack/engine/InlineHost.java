package inspectorslack.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInstanceHolder;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.deployment.internal.InlineDeploymentSettings;
import com.pulumi.internal.PulumiInternal;
import com.pulumi.resources.StackOptions;
import inspectorslack.App;
import inspectorslack.Registrations;
import io.grpc.ManagedChannel;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import pulumirpc.Language.RunRequest;

/**
 * A language host that runs the program in this JVM, with the options of {@code App.main}. The
 * Automation API's own host leaves the SDK's connections open, and the engine then waits a second
 * for each of its servers to stop.
 */
final class InlineHost extends LanguageHost {
  InlineHost() throws IOException {}

  @Override
  int exitCode(RunRequest request) {
    Registrations registrations = new Registrations();
    PulumiInternal pulumi =
        PulumiInternal.fromInline(
            InlineDeploymentSettings.builder()
                .monitorAddr(request.getMonitorAddress())
                .engineAddr(request.getArgs(0))
                .organization(request.getOrganization())
                .project(request.getProject())
                .stack(request.getStack())
                .isDryRun(request.getDryRun())
                .config(ImmutableMap.copyOf(request.getConfigMap()))
                .configSecretKeys(ImmutableSet.copyOf(request.getConfigSecretKeysList()))
                .build(),
            StackOptions.builder().resourceTransformations(registrations.noting()).build());
    List<ManagedChannel> connections = connections();
    try {
      return pulumi.runAsync(ctx -> registrations.during(() -> App.stack(ctx))).join();
    } finally {
      connections.forEach(ManagedChannel::shutdownNow);
      DeploymentInstanceHolder.internalUnsafeDestroyInstance();
    }
  }

  /** The SDK's connections to the engine, which it doesn't expose. */
  private static List<ManagedChannel> connections() {
    Object state = field(DeploymentImpl.class, "state", DeploymentInternal.getInstance());
    return List.of(
        channel(field(state.getClass(), "monitor", state), "monitor"),
        channel(field(state.getClass(), "engine", state), "engine"));
  }

  private static ManagedChannel channel(Object client, String stub) {
    return (ManagedChannel) ((AbstractStub<?>) field(client.getClass(), stub, client)).getChannel();
  }

  private static Object field(Class<?> type, String name, Object of) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the SDK's fields have changed", e);
    }
  }
}
