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
 * Runs {@code tools/replay} against the emulator. Small scripts stand in for the CLIs of AWS and of
 * Pulumi, which a machine that tests need not have.
 */
final class Replay {
  /** What a call printed, both streams together, and its exit status. */
  record Result(int status, String output) {}

  private final Emulator emulator;
  private final Path folder;

  /**
   * A script that finds a stack with these outputs.
   *
   * @param folder for the outputs
   */
  Replay(Emulator emulator, Path folder, Map<String, ?> outputs) throws IOException {
    this.emulator = emulator;
    this.folder = folder;
    new JsonMapper().writeValue(folder.resolve("outputs.json").toFile(), outputs);
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    // Not by its first line: pyenv would put its own folder before the stand-ins.
    List<String> command = new ArrayList<>(List.of(Emulator.PYTHON.toString(), "tools/replay"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                Path.of("src/test/resources/commands").toAbsolutePath()
                    + File.pathSeparator
                    + System.getenv("PATH"),
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

  /** A file in the folder, for an argument. */
  String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
