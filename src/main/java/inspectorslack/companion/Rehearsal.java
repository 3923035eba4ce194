package inspectorslack.companion;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import inspectorslack.App;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import pulumirpc.EngineGrpc.EngineImplBase;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.Resource.ResourceInvokeRequest;
import pulumirpc.Resource.ResourceInvokeResponse;
import pulumirpc.Resource.SupportsFeatureRequest;
import pulumirpc.Resource.SupportsFeatureResponse;
import pulumirpc.ResourceMonitorGrpc.ResourceMonitorImplBase;

/**
 * Runs the companion and the program once, as the launcher's last step of a build, so that the JVM
 * can write an archive of the classes that they take: half of a short run is spent on loading them.
 * The program talks to an engine that says yes to everything.
 */
final class Rehearsal {
  // A stack that takes most of what stacks take.
  private static final String CONFIG =
      """
      {"aws:region": "eu-west-1", "inspector-slack:instanceRoles": "[\\"a-role\\"]"}""";

  private Rehearsal() {}

  /**
   * Starts a program beside such an engine, and ends with its exit code.
   *
   * @param args the program's command; without one, this JVM is the program
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      play();
      return;
    }
    Server engine =
        ServerBuilder.forPort(0)
            .addService(new AgreeableEngine())
            .addService(new AgreeableMonitor())
            .build()
            .start();
    String address = "127.0.0.1:" + engine.getPort();
    ProcessBuilder program = new ProcessBuilder(args).inheritIO();
    program
        .environment()
        .putAll(
            Map.of(
                "PULUMI_MONITOR", address,
                "PULUMI_ENGINE", address,
                "PULUMI_ORGANIZATION", "organization",
                "PULUMI_PROJECT", "inspector-slack",
                "PULUMI_STACK", "rehearsal",
                "PULUMI_DRY_RUN", "true",
                "PULUMI_CONFIG", CONFIG));
    int exitCode = program.start().waitFor();
    engine.shutdownNow();
    System.exit(exitCode);
  }

  private static void play() {
    App.provideWorkers();
    LogManager.getLogManager().reset();
    Path project = Path.of(System.getProperty("inspector-slack.project", "."));
    Terminal terminal = Terminal.ofProcess(System.getenv());
    for (String command : List.of("preview", "simulate")) {
      Companion.run(terminal, project, command, "dev");
    }
    App.main(new String[0]); // Ends the JVM.
  }

  private static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  private static final class AgreeableEngine extends EngineImplBase {
    @Override
    public void log(LogRequest request, StreamObserver<Empty> observer) {
      answer(observer, Empty.getDefaultInstance());
    }
  }

  private static final class AgreeableMonitor extends ResourceMonitorImplBase {
    @Override
    public void supportsFeature(
        SupportsFeatureRequest request, StreamObserver<SupportsFeatureResponse> observer) {
      answer(observer, SupportsFeatureResponse.newBuilder().setHasSupport(true).build());
    }

    /** What any of the program's functions answers, all in one. */
    @Override
    public void invoke(
        ResourceInvokeRequest request, StreamObserver<ResourceInvokeResponse> observer) {
      Struct.Builder result = Struct.newBuilder();
      Map.of("accountId", "123456789012", "partition", "aws", "name", "eu-west-1", "id", "id")
          .forEach((key, text) -> result.putFields(key, value(text)));
      answer(observer, ResourceInvokeResponse.newBuilder().setReturn(result).build());
    }

    @Override
    public void registerResource(
        RegisterResourceRequest request, StreamObserver<RegisterResourceResponse> observer) {
      answer(
          observer,
          RegisterResourceResponse.newBuilder()
              .setUrn(
                  "urn:pulumi:rehearsal::inspector-slack::%s::%s"
                      .formatted(request.getType(), request.getName()))
              .setObject(request.getObject())
              .build());
    }

    @Override
    public void registerResourceOutputs(
        RegisterResourceOutputsRequest request, StreamObserver<Empty> observer) {
      answer(observer, Empty.getDefaultInstance());
    }

    @Override
    public void signalAndWaitForShutdown(Empty request, StreamObserver<Empty> observer) {
      answer(observer, Empty.getDefaultInstance());
    }

    private static Value value(String text) {
      return Value.newBuilder().setStringValue(text).build();
    }
  }
}
