package inspectorslack.companion;

import java.io.Serial;

/** A file that the user named can't be used; the message says why. Exit code 1. */
public final class InvalidInput extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public InvalidInput(String message) {
    super(message);
  }
}
