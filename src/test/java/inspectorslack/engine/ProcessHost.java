package inspectorslack.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pulumirpc.Language.GetRequiredPackagesRequest;
import pulumirpc.Language.GetRequiredPackagesResponse;
import pulumirpc.Language.RunRequest;
import pulumirpc.Language.RunResponse;
import pulumirpc.LanguageRuntimeGrpc;
import pulumirpc.Plugin.PluginInfo;

/** A language host that starts a program in a process of its own, with what the real ones set. */
final class ProcessHost extends LanguageRuntimeGrpc.LanguageRuntimeImplBase
    implements AutoCloseable {
  // Less than a test's patience: a program that hangs is to be told from one that fails.
  private static final int PATIENCE_SECONDS = 120;

  private final List<String> command;
  private final Server server;

  private ProcessHost(List<String> command) throws IOException {
    this.command = command;
    this.server = ServerBuilder.forPort(0).addService(this).build().start();
  }

  /** A host of this program's {@code main}, in a JVM with one core. */
  static ProcessHost start(Path jdk) throws IOException {
    return start(
        List.of(
            jdk.resolve("bin/java").toString(),
            "-XX:ActiveProcessorCount=1",
            "-cp",
            System.getProperty("java.class.path"),
            "inspectorslack.App"));
  }

  /** A host of a program that a command starts. */
  static ProcessHost start(List<String> command) throws IOException {
    return new ProcessHost(command);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<PluginInfo> observer) {
    observer.onNext(PluginInfo.newBuilder().setVersion("1.0.0").build());
    observer.onCompleted();
  }

  @Override
  public void getRequiredPackages(
      GetRequiredPackagesRequest request, StreamObserver<GetRequiredPackagesResponse> observer) {
    observer.onNext(GetRequiredPackagesResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void run(RunRequest request, StreamObserver<RunResponse> observer) {
    RunResponse.Builder response = RunResponse.newBuilder();
    try {
      Process program = program(request);
      if (!program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
      int exitCode = program.waitFor();
      if (exitCode == 32) {
        response.setBail(true); // The program has said itself what is wrong.
      } else if (exitCode != 0) {
        response.setError("the program ended with " + exitCode);
      }
    } catch (IOException | InterruptedException e) {
      response.setError(e.toString());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private Process program(RunRequest request) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of(
                "PULUMI_MONITOR", request.getMonitorAddress(),
                "PULUMI_ENGINE", request.getArgs(0),
                "PULUMI_ORGANIZATION", request.getOrganization(),
                "PULUMI_PROJECT", request.getProject(),
                "PULUMI_STACK", request.getStack(),
                "PULUMI_DRY_RUN", String.valueOf(request.getDryRun()),
                "PULUMI_CONFIG", json(request.getConfigMap())));
    return builder.start();
  }

  private static String json(Map<String, String> config) throws JsonProcessingException {
    return new JsonMapper().writeValueAsString(config);
  }
}
