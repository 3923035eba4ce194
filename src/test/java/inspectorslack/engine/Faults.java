package inspectorslack.engine;

import inspectorslack.engine.Cloud.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Faults of the provider, each at an operation on a resource. */
public final class Faults {
  private record Refusals(int left, String message) {}

  private final Map<String, Refusals> refusals = new ConcurrentHashMap<>();
  private Optional<String> deathAt = Optional.empty();
  private Optional<String> hangAt = Optional.empty();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Runnable death = () -> {};

  /** Makes AWS throttle the next calls of an operation. */
  void refuse(String operation, String resource, int times) {
    refuse(operation, resource, times, "ThrottlingException: Rate exceeded");
  }

  /** Makes AWS refuse the next calls of an operation with a message. */
  void refuse(String operation, String resource, int times, String message) {
    refusals.put(operation + " " + resource, new Refusals(times, message));
  }

  void allow(String operation, String resource) {
    refusals.remove(operation + " " + resource);
  }

  void repair() {
    refusals.clear();
    deathAt = Optional.empty();
    hangAt = Optional.empty();
  }

  /** Ends the provider's process at the operation. */
  void dieAt(String operation, String resource) {
    deathAt = Optional.of(operation + " " + resource);
  }

  /** Makes the operation hang until the engine cancels. */
  void hangAt(String operation, String resource) {
    hangAt = Optional.of(operation + " " + resource);
  }

  /** Waits until the operation of {@link #hangAt} hangs. */
  void awaitHanging() throws InterruptedException {
    if (!hanging.await(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the operation was never reached");
    }
  }

  void onDeath(Runnable death) {
    this.death = death;
  }

  void cancel() {
    cancelled.countDown();
  }

  /** Strikes if there's a fault for an operation. Called before each that changes the account. */
  void before(String operation, String resource) {
    String what = operation + " " + resource;
    if (deathAt.equals(Optional.of(what))) {
      death.run();
      throw new Refusal("the provider is dead");
    }
    if (hangAt.equals(Optional.of(what))) {
      hanging.countDown();
      try {
        if (!cancelled.await(120, TimeUnit.SECONDS)) {
          throw new Refusal("the engine didn't cancel");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new Refusal("cancelled");
    }
    Refusals refused = refusals.get(what);
    if (refused != null && refused.left > 0) {
      refusals.put(what, new Refusals(refused.left - 1, refused.message));
      throw new Refusal(refused.message);
    }
  }
}
