package inspectorslack.engine;

import com.google.protobuf.Empty;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import pulumirpc.Language.GetRequiredPackagesRequest;
import pulumirpc.Language.GetRequiredPackagesResponse;
import pulumirpc.Language.RunRequest;
import pulumirpc.Language.RunResponse;
import pulumirpc.LanguageRuntimeGrpc;
import pulumirpc.Plugin.PluginInfo;

/**
 * Stands between the engine and a language host: the program gets to the engine's monitor through a
 * socket that is closed when the program has ended, as if its process had.
 */
final class MonitorProxy extends LanguageRuntimeGrpc.LanguageRuntimeImplBase
    implements AutoCloseable {
  private final ManagedChannel channel;
  private final LanguageRuntimeGrpc.LanguageRuntimeBlockingStub host;
  private final Server server;

  private MonitorProxy(int port) throws IOException {
    this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    this.host = LanguageRuntimeGrpc.newBlockingStub(channel);
    this.server = ServerBuilder.forPort(0).addService(this).build().start();
  }

  /** A proxy of the language host at a port. */
  static MonitorProxy start(int port) throws IOException {
    return new MonitorProxy(port);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    channel.shutdownNow();
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<PluginInfo> observer) {
    observer.onNext(host.getPluginInfo(request));
    observer.onCompleted();
  }

  @Override
  public void getRequiredPackages(
      GetRequiredPackagesRequest request, StreamObserver<GetRequiredPackagesResponse> observer) {
    observer.onNext(host.getRequiredPackages(request));
    observer.onCompleted();
  }

  @Override
  public void run(RunRequest request, StreamObserver<RunResponse> observer) {
    try (Line line = new Line(request.getMonitorAddress())) {
      RunRequest proxied = request.toBuilder().setMonitorAddress(line.address()).build();
      observer.onNext(host.run(proxied));
    } catch (IOException | StatusRuntimeException e) {
      observer.onError(e); // Of the line, or what the program failed with.
      return;
    }
    observer.onCompleted();
  }

  /** Passes bytes on between whoever connects and an address. */
  private static final class Line implements AutoCloseable {
    private final String host;
    private final int port;
    private final ServerSocket entry;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    Line(String address) throws IOException {
      int colon = address.lastIndexOf(':');
      this.host = address.substring(0, colon);
      this.port = Integer.parseInt(address.substring(colon + 1));
      this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      start(this::accept);
    }

    String address() {
      return "127.0.0.1:" + entry.getLocalPort();
    }

    private static void start(Runnable work) {
      Thread thread = new Thread(work, "monitor-proxy");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket one = open(entry.accept());
          Socket other = open(new Socket(host, port));
          start(() -> pass(one, other));
          start(() -> pass(other, one));
        }
      } catch (IOException e) {
        // The line is closed.
      }
    }

    private Socket open(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      sockets.add(socket);
      return socket;
    }

    private static void pass(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One of them hung up.
      }
    }

    @Override
    public void close() throws IOException {
      entry.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
