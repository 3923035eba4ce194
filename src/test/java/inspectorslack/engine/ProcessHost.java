package inspectorslack.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pulumirpc.Language.GetRequiredPackagesRequest;
import pulumirpc.Language.GetRequiredPackagesResponse;
import pulumirpc.Language.RunRequest;
import pulumirpc.Language.RunResponse;
import pulumirpc.LanguageRuntimeGrpc;
import pulumirpc.Plugin.PluginInfo;

/** A language host that starts the program's {@code main} in a JVM, with what the real one sets. */
final class ProcessHost extends LanguageRuntimeGrpc.LanguageRuntimeImplBase
    implements AutoCloseable {
  private final Path jdk;
  private final Server server;

  private ProcessHost(Path jdk) throws IOException {
    this.jdk = jdk;
    this.server = ServerBuilder.forPort(0).addService(this).build().start();
  }

  static ProcessHost start(Path jdk) throws IOException {
    return new ProcessHost(jdk);
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
      // Less than the test's patience: a program that hangs is to be told from one that fails.
      if (!program.waitFor(120, TimeUnit.SECONDS)) {
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
        new ProcessBuilder(
                jdk.resolve("bin/java").toString(),
                "-XX:ActiveProcessorCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                "inspectorslack.App")
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
