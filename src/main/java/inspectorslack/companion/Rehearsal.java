package inspectorslack.companion;

import inspectorslack.App;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;

/**
 * Runs the companion and the program once after a build, so that the JVM can write an archive of
 * the classes that they use. Without an archive, a short run spends half of its time on loading
 * them. The launcher names an engine that doesn't exist, so the program fails at its first call. By
 * then, it has loaded nearly all of its classes.
 */
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] args) {
    App.provideWorkers();
    LogManager.getLogManager().reset();
    Path project = Path.of(System.getProperty("inspector-slack.project", "."));
    Terminal terminal = Terminal.ofProcess(System.getenv());
    for (String command : List.of("preview", "simulate")) {
      Companion.run(terminal, project, command, "dev");
    }
    App.main(new String[0]); // Ends the JVM.
  }
}
