package inspectorslack.offline;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import inspectorslack.App;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Runs the companion and the program once, as the build's last step, so that the JVM can write an
 * archive of the classes that they take: half of a short run is spent on loading them. The program
 * talks to an engine that says yes to everything.
 */
final class Rehearsal {
  private static final String PLAY = "play";

  private Rehearsal() {}

  /**
   * Writes the archive.
   *
   * @param args the project's folder, the archive's file, and the JVM's options
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[0].equals(PLAY)) {
      play(args[1]);
      return;
    }
    Server engine =
        ServerBuilder.forPort(0)
            .addService(new AgreeableEngine())
            .addService(new AgreeableMonitor())
            .build()
            .start();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(args).subList(2, args.length));
    command.add("-XX:ArchiveClassesAtExit=" + args[1]);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Rehearsal.class.getName(), PLAY, args[0]));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    String address = "127.0.0.1:" + engine.getPort();
    builder
        .environment()
        .putAll(
            Map.of(
                "PULUMI_MONITOR", address,
                "PULUMI_ENGINE", address,
                "PULUMI_ORGANIZATION", "organization",
                "PULUMI_PROJECT", "inspector-slack",
                "PULUMI_STACK", "rehearsal",
                "PULUMI_DRY_RUN", "true",
                "PULUMI_CONFIG",
                    "{\"aws:region\":\"eu-west-1\",\"inspector-slack:instanceRoles\":\"[\\\"a\\\"]\"}"));
    int exitCode = builder.start().waitFor();
    engine.shutdownNow();
    System.exit(exitCode);
  }

  private static void play(String project) {
    App.provideWorkers();
    LogManager.getLogManager().reset();
    Terminal terminal = Terminal.ofProcess(System.getenv());
    for (String command : List.of("preview", "simulate")) {
      Companion.run(terminal, Path.of(project), command, "dev");
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
