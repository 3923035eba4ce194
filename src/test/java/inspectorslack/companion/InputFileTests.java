package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class InputFileTests {
  @Test
  void whatBreaksOffIsNamed() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    Terminal terminal = new Terminal(broken, System.out, System.err, false, false, false, 100);
    try (InputStream in = InputFile.open("-", terminal)) {
      assertThatThrownBy(() -> in.readNBytes(4))
          .isInstanceOf(IOException.class)
          .hasMessage("-: Input/output error");
    }
  }
}
