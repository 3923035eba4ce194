package inspectorslack.offline;

import java.io.Serial;

/** A file that the user named can't be used; the message says why. Exit code 1. */
final class InvalidInput extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InvalidInput(String message) {
    super(message);
  }
}
