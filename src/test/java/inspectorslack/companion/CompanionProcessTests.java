package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The companion and the program as processes of their own, under each JDK that is found and with
 * one core, where the Pulumi SDK hangs on JDK 25 unless the common pool is given more workers.
 */
class CompanionProcessTests {
  @TempDir private Path folder;

  static Stream<Path> jdks() throws IOException {
    return Jdks.found();
  }

  private Process start(Path jdk, String... rest) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(rest));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PULUMI_"));
    return builder.start();
  }

  private String text(String stream) throws IOException {
    return Files.readString(folder.resolve(stream));
  }

  private static void assertEnds(Process process, int exitCode) throws InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
      assertThat(process.exitValue()).isEqualTo(exitCode);
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void previewEndsOnEveryJdkWithOneCore(Path jdk) throws IOException, InterruptedException {
    assertEnds(
        start(
            jdk,
            "-XX:ActiveProcessorCount=1",
            "-XX:TieredStopAtLevel=1", // As the launcher does.
            "inspectorslack.companion.Companion",
            "preview",
            "prod",
            "--json"),
        0);
    assertThat(new JsonMapper().readTree(text("out")).get("resources")).isNotEmpty();
    // From JDK 24 on, the JVM complains of protobuf; the launcher asks it not to.
    assertThat(text("err").lines().filter(line -> !line.startsWith("WARNING: ")))
        .containsExactly(
            "warning: route default posts to the documentation's placeholder C0EXAMPLE00 in workspace T0EXAMPLE00; set your own ids");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theProgramWithoutAnEngineSaysWhatToUse(Path jdk) throws IOException, InterruptedException {
    assertEnds(start(jdk, "inspectorslack.App"), 2);
    assertThat(text("out")).isEmpty();
    assertThat(text("err"))
        .isEqualTo(
            "inspector-slack is a Pulumi program: run 'pulumi preview' or 'pulumi up' in its folder, or './inspector-slack preview STACK' to preview without AWS.\n");
  }

  @Test
  void simulateReadsManyEventsInLittleMemory() throws IOException, InterruptedException {
    int events = 20_000; // 39 MB, more than the heap has room for.
    Process process =
        start(
            Path.of(System.getProperty("java.home")),
            "-Xmx24m",
            // As the launcher does.
            "-XX:MaxInlineLevel=3",
            "-XX:InlineSmallCode=500",
            "-XX:FreqInlineSize=100",
            "-XX:+UseSerialGC",
            "inspectorslack.companion.Companion",
            "simulate",
            "dev",
            "--json",
            "-");
    byte[] event =
        """
        {"source":"aws.inspector2","detail-type":"Inspector2 Finding","account":"123456789012","detail":{"status":"ACTIVE","severity":"HIGH","findingArn":"arn:aws:inspector2:eu-west-1:123456789012:finding/0","title":"%s"}}
        """
            .formatted("x".repeat(1_700))
            .getBytes(StandardCharsets.UTF_8);
    try (OutputStream in = process.getOutputStream()) {
      for (int i = 0; i < events; i++) {
        in.write(event);
      }
    }
    assertEnds(process, 0);
    try (Stream<String> lines = Files.lines(folder.resolve("out"))) {
      assertThat(lines.filter(line -> line.contains("\"verdict\":\"notify\""))).hasSize(events);
    }
  }
}
