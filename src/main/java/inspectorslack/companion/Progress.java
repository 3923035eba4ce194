package inspectorslack.companion;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts on standard error if a run on a terminal takes longer than a second. */
public final class Progress {
  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final long NEXT = Duration.ofMillis(250).toNanos();
  private static final int STEPS_BETWEEN_LOOKS = 256;

  private final Terminal terminal;
  private final String things;
  private long steps;
  private final LongSupplier clock;
  private long next;
  private boolean shown;

  public Progress(Terminal terminal, String things) {
    this(terminal, things, System::nanoTime);
  }

  /** With a clock that counts nanoseconds. */
  public Progress(Terminal terminal, String things, LongSupplier clock) {
    this.terminal = terminal;
    this.things = things;
    this.clock = clock;
    this.next = clock.getAsLong() + FIRST;
  }

  public void step() {
    steps++;
    if (terminal.progress() && steps % STEPS_BETWEEN_LOOKS == 0 && clock.getAsLong() - next >= 0) {
      terminal.out().flush();
      // The cursor goes back to the start, so that a result on the same screen overwrites the line.
      terminal.err().printf("\u001b[K%,d %s...\r", steps, things);
      terminal.err().flush();
      shown = true;
      next = clock.getAsLong() + NEXT;
    }
  }

  /** Takes the line away, before other text follows. */
  public void clear() {
    if (shown) {
      terminal.out().flush();
      terminal.err().print("\u001b[K");
      terminal.err().flush();
      shown = false;
    }
  }
}
