package inspectorslack.engine;

import java.io.IOException;
import java.util.List;

/**
 * The stand-in provider and a language host for {@code bench/run}, in one process next to the
 * programs that it measures.
 */
final class BenchServer {
  private BenchServer() {}

  /**
   * Prints the ports of provider and host, and serves until standard input ends.
   *
   * @param args the command that starts a program
   */
  public static void main(String[] args) throws IOException {
    try (StandInProvider provider =
            StandInProvider.start(new Cloud("123456789012", "eu-west-1"), new Faults());
        ProcessHost host = ProcessHost.start(List.of(args))) {
      System.out.println(provider.port() + " " + host.port());
      while (System.in.read() >= 0) {
        // Serves.
      }
    }
    System.exit(0); // Threads of gRPC may still be running.
  }
}
