package inspectorslack.companion;

import inspectorslack.App;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;

/**
 * Runs the companion and the program once, as the launcher's last step of a build, so that the JVM
 * can write an archive of the classes that they take: half of a short run is spent on loading them.
 * The launcher names an engine that isn't there, so the program fails once its first call does,
 * which loads nearly all that it takes.
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
