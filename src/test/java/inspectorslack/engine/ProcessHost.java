package inspectorslack.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pulumirpc.Language.RunRequest;

/** A language host that runs a program in a process, with the environment of Pulumi's own. */
final class ProcessHost extends LanguageHost {
  // Stops a program that hangs.
  private static final int TIMEOUT_SECONDS = 120;

  private final List<String> command;

  private ProcessHost(List<String> command) throws IOException {
    this.command = command;
  }

  /**
   * Starts a host for {@code App.main} in a JVM with one core, and the first compiler tier as in
   * {@code .mvn/jvm.config}.
   */
  static ProcessHost start(Path jdk) throws IOException {
    return start(
        List.of(
            jdk.resolve("bin/java").toString(),
            "-XX:ActiveProcessorCount=1",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "inspectorslack.App"));
  }

  /** Starts a host for the program that a command runs. */
  static ProcessHost start(List<String> command) throws IOException {
    return new ProcessHost(command);
  }

  @Override
  int exitCode(RunRequest request) throws IOException, InterruptedException {
    Process program = program(request);
    if (!program.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      program.destroyForcibly();
    }
    return program.waitFor();
  }

  private Process program(RunRequest request) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of(
                "PULUMI_MONITOR", request.getMonitorAddress(),
                "PULUMI_ENGINE", request.getArgs(0),
                "PULUMI_ORGANIZATION", request.getOrganization(),
                "PULUMI_PROJECT", request.getProject(),
                "PULUMI_STACK", request.getStack(),
                "PULUMI_DRY_RUN", String.valueOf(request.getDryRun()),
                "PULUMI_CONFIG", json(request.getConfigMap()),
                "PULUMI_CONFIG_SECRET_KEYS", json(request.getConfigSecretKeysList())));
    return builder.start();
  }

  private static String json(Object config) throws JsonProcessingException {
    return new JsonMapper().writeValueAsString(config);
  }
}
