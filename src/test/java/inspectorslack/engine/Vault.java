package inspectorslack.engine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Stands in for HashiCorp Vault, which holds the key to a stack's secrets. With a passphrase, every
 * command derives the key from it, which takes as long as the rest of the command.
 */
final class Vault {
  /** The lines of a stack file that name the key. */
  static final String KEY = "secretsprovider: hashivault://test\nencryptedkey: AAAA\n";

  /** What the CLI has to know of this JVM's vault. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("VAULT_SERVER_URL", "http://127.0.0.1:" + start(), "VAULT_SERVER_TOKEN", "test");

  private Vault() {}

  /** Starts the vault, which ends with the JVM. Returns its port. */
  private static int start() {
    byte[] answer =
        "{\"data\":{\"plaintext\":\"%s\"}}"
            .formatted(Base64.getEncoder().encodeToString(new byte[32]))
            .getBytes(StandardCharsets.UTF_8);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/transit/decrypt/test",
          call -> {
            call.getRequestBody().readAllBytes();
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            call.close();
          });
      server.start();
      return server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
