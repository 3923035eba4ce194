package inspectorslack.engine;

import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import pulumirpc.Language.GetRequiredPackagesRequest;
import pulumirpc.Language.GetRequiredPackagesResponse;
import pulumirpc.Language.LanguageHandshakeRequest;
import pulumirpc.Language.LanguageHandshakeResponse;
import pulumirpc.Language.RunRequest;
import pulumirpc.Language.RunResponse;
import pulumirpc.LanguageRuntimeGrpc;
import pulumirpc.Plugin.PluginInfo;

/** Runs a program for the engine. It speaks the engine's plugin protocol. */
abstract class LanguageHost extends LanguageRuntimeGrpc.LanguageRuntimeImplBase
    implements AutoCloseable {
  // The exit code of a program that has already reported its error.
  private static final int BAIL = 32;

  private final Server server;

  LanguageHost() throws IOException {
    this.server = ServerBuilder.forPort(0).addService(this).build().start();
  }

  /** Runs the program, and returns its exit code. */
  abstract int exitCode(RunRequest request) throws IOException, InterruptedException;

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  @Override
  public void handshake(
      LanguageHandshakeRequest request, StreamObserver<LanguageHandshakeResponse> observer) {
    observer.onNext(LanguageHandshakeResponse.getDefaultInstance());
    observer.onCompleted();
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
      int exitCode = exitCode(request);
      if (exitCode == BAIL) {
        response.setBail(true);
      } else if (exitCode != 0) {
        response.setError("the program exited with " + exitCode);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      response.setError(e.toString());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }
}
