package inspectorslack.emulator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs {@code tools/replay} against the emulator. Small scripts stand in for the CLIs of AWS and
 * Pulumi, so tests don't need them.
 */
final class Replay {
  /** The exit status of a call, and what it printed to both streams. */
  record Result(int status, String output) {}

  private final Emulator emulator;
  private final Path folder;

  /**
   * Prepares a replay of a stack.
   *
   * @param folder where files go
   * @param outputs the stack's outputs
   */
  Replay(Emulator emulator, Path folder, Map<String, ?> outputs) throws IOException {
    this.emulator = emulator;
    this.folder = folder;
    new JsonMapper().writeValue(folder.resolve("outputs.json").toFile(), outputs);
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tools/replay"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                // The Python of pyenv would put its folder first, and takes twice as long to start.
                String.join(
                    File.pathSeparator,
                    Path.of("src/test/resources/commands").toAbsolutePath().toString(),
                    String.valueOf(Emulator.PYTHON.getParent()),
                    System.getenv("PATH")),
                "EMULATOR",
                emulator.address(),
                "AWS_ACCESS_KEY_ID",
                Emulator.ACCOUNT,
                "OUTPUTS",
                folder.resolve("outputs.json").toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    return new Result(process.waitFor(), output);
  }

  /** Writes a file, and returns its path. */
  String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
