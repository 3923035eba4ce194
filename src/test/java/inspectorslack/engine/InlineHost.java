package inspectorslack.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInstanceHolder;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.deployment.internal.Engine;
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
import java.util.concurrent.CompletableFuture;
import pulumirpc.EngineOuterClass.GetRootResourceRequest;
import pulumirpc.EngineOuterClass.GetRootResourceResponse;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;
import pulumirpc.EngineOuterClass.RequirePulumiVersionRequest;
import pulumirpc.EngineOuterClass.RequirePulumiVersionResponse;
import pulumirpc.Language.RunRequest;

/**
 * A language host that runs the program in this JVM, with the options of {@code App.main}, and
 * keeps the SDK's debug log from the engine: ten calls for each resource, half of what a run costs.
 * The Automation API's own host leaves the SDK's connections open, and the engine then waits a
 * second for each of its servers to stop.
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

  /** The SDK's connections to the engine, which it doesn't expose. Takes the debug log off them. */
  private static List<ManagedChannel> connections() {
    try {
      Object state = field(DeploymentImpl.class, "state").get(DeploymentInternal.getInstance());
      Field engine = field(state.getClass(), "engine");
      Object monitor = field(state.getClass(), "monitor").get(state);
      List<ManagedChannel> connections =
          List.of(channel(monitor, "monitor"), channel(engine.get(state), "engine"));
      engine.set(state, new QuietEngine((Engine) engine.get(state)));
      return connections;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the SDK's fields have changed", e);
    }
  }

  private static ManagedChannel channel(Object client, String stub)
      throws ReflectiveOperationException {
    return (ManagedChannel)
        ((AbstractStub<?>) field(client.getClass(), stub).get(client)).getChannel();
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** The engine, without the debug log. */
  private record QuietEngine(Engine engine) implements Engine {
    @Override
    public CompletableFuture<Void> logAsync(LogRequest request) {
      return request.getSeverity() == LogSeverity.DEBUG
          ? CompletableFuture.completedFuture(null)
          : engine.logAsync(request);
    }

    @Override
    public CompletableFuture<GetRootResourceResponse> getRootResourceAsync(
        GetRootResourceRequest request) {
      return engine.getRootResourceAsync(request);
    }

    @Override
    public CompletableFuture<RequirePulumiVersionResponse> requirePulumiVersionAsync(
        RequirePulumiVersionRequest request) {
      return engine.requirePulumiVersionAsync(request);
    }
  }
}
