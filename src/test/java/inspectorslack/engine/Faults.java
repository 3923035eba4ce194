package inspectorslack.engine;

import inspectorslack.engine.Cloud.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is to go wrong, by resource; each fault waits for its resource's turn. */
public final class Faults {
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private Optional<String> deathAt = Optional.empty();
  private Optional<String> standstillAt = Optional.empty();
  private final CountDownLatch stands = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Runnable death = () -> {};

  /** AWS throttles the operation this many times before it works. */
  void refuse(String operation, String resource, int times) {
    refusals.put(operation + " " + resource, times);
  }

  void allow(String operation, String resource) {
    refusals.remove(operation + " " + resource);
  }

  void repair() {
    refusals.clear();
    deathAt = Optional.empty();
    standstillAt = Optional.empty();
  }

  /** The provider's process ends when it should work on the resource. */
  void dieAt(String operation, String resource) {
    deathAt = Optional.of(operation + " " + resource);
  }

  /** The operation hangs until the engine cancels. */
  void standStillAt(String operation, String resource) {
    standstillAt = Optional.of(operation + " " + resource);
  }

  /** Waits until the operation of {@link #standStillAt} hangs. */
  void awaitStandstill() throws InterruptedException {
    if (!stands.await(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the operation was never reached");
    }
  }

  void onDeath(Runnable death) {
    this.death = death;
  }

  void cancel() {
    cancelled.countDown();
  }

  /** Called before each operation that changes the account. */
  void before(String operation, String resource) {
    String what = operation + " " + resource;
    if (deathAt.equals(Optional.of(what))) {
      death.run();
      throw new Refusal("the provider is dead");
    }
    if (standstillAt.equals(Optional.of(what))) {
      stands.countDown();
      try {
        if (!cancelled.await(120, TimeUnit.SECONDS)) {
          throw new Refusal("nobody cancelled");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new Refusal("cancelled");
    }
    int left = refusals.getOrDefault(what, 0);
    if (left > 0) {
      refusals.put(what, left - 1);
      throw new Refusal("ThrottlingException: Rate exceeded");
    }
  }
}
