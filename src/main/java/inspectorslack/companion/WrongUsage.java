package inspectorslack.companion;

import java.io.Serial;

/**
 * The user asked for something that can't be done. The message says why and how to fix it. Exit
 * code 2.
 */
public final class WrongUsage extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public WrongUsage(String message) {
    super(message);
  }
}
