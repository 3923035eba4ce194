package inspectorslack;

import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.resources.DependencyResource;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceTransformation;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the SDK from busy-waiting for the engine. The SDK polls all its tasks in a loop and formats
 * each of them on every turn, even if nobody reads the result. That takes a full core while AWS
 * works and, with many resources, most of a preview's time. So this class adds a task that responds
 * slowly when it's polled.
 */
public final class Registrations {
  // Also how long a refusal may go unnoticed; the end never does.
  private static final Duration TURN = Duration.ofMillis(200);

  // The SDK sends its own log to the engine one line at a time, some ten for each resource.
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(10);

  private final Queue<Resource> resources = new ConcurrentLinkedQueue<>();

  /** Records every resource that the program registers, without changing it. */
  public ResourceTransformation noting() {
    return args -> {
      resources.add(args.resource());
      return Optional.empty();
    };
  }

  /** Runs the program and slows down the SDK's loop until the engine has answered. */
  public void during(Runnable program) {
    Unhurried answered = new Unhurried();
    DeploymentInternal.getInstance().getRunner().registerTask("answers of the engine", answered);
    try {
      program.run();
      if (allAnswered()) {
        awaitLog();
      }
    } finally {
      answered.complete(null);
    }
  }

  /** Waits for the URN of every resource, which is known in a preview too; false if one failed. */
  private boolean allAnswered() {
    CompletableFuture<?>[] urns =
        resources.stream()
            .map(it -> Internal.of(it.urn()).getDataAsync())
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> all = CompletableFuture.allOf(urns);
    for (CompletableFuture<?> urn : urns) {
      urn.exceptionally(
          refusal -> {
            all.completeExceptionally(refusal);
            return null;
          });
    }
    try {
      all.join();
      return true;
    } catch (CompletionException e) {
      return false; // The SDK's own task of the resource holds it too, and says what is wrong.
    }
  }

  private static void awaitLog() {
    if (DeploymentInternal.getInstance() instanceof DeploymentImpl deployment) {
      LastLine lastLine = new LastLine();
      deployment.getLog().debug("The engine has answered for all resources", lastLine);
      try {
        lastLine.turn.get(LOG_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // The engine is slow or gone: the SDK waits for it, or says so.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A task that takes its time to report that it isn't done. */
  private static final class Unhurried extends CompletableFuture<Void> {
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new UnhurriedStep<>();
    }
  }

  private static final class UnhurriedStep<T> extends CompletableFuture<T> {
    @Override
    public boolean isDone() {
      if (!super.isDone()) {
        try {
          get(TURN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
          // Whoever asked looks again.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return super.isDone();
    }
  }

  /** The resource that a log line is about. The SDK asks for its URN when it processes the line. */
  private static final class LastLine extends DependencyResource {
    private final CompletableFuture<Void> turn = new CompletableFuture<>();

    LastLine() {
      super("");
    }

    @Override
    public Output<String> urn() {
      if (turn != null) { // Not yet, while the resource is made.
        turn.complete(null);
      }
      return super.urn();
    }
  }
}
