package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher in a project of its own, with a {@code java} and a {@code mvn} that only say how
 * they were called.
 *
 * <p>Not proven here: that Maven builds the jar and Java runs it; {@code .ci/run} does both.
 */
class LauncherTests {
  @TempDir private Path folder;

  private Path project;
  private Path jdk;
  private Path jar;

  @BeforeEach
  void aProjectAndTools() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    jdk = Files.createDirectories(folder.resolve("jdk"));
    jar = project.resolve("target/inspector-slack.jar");
    Files.createDirectories(project.resolve("src/main"));
    Files.writeString(project.resolve("pom.xml"), "");
    Path launcher = project.resolve("inspector-slack");
    Files.copy(Path.of("inspector-slack"), launcher);
    executable(launcher);
    script("jdk/bin/java", "for word; do echo \"$word\"; done");
    script(
        "bin/mvn",
        "echo \"$* $MAVEN_OPTS\" >> '"
            + folder.resolve("builds")
            + "'; mkdir -p '"
            + jar.getParent()
            + "'; [ -f '"
            + jar
            + "' ] || echo > '"
            + jar
            + "'");
    jdkOfVersion("17.0.15");
  }

  private void jdkOfVersion(String version) throws IOException {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    executable(file);
  }

  private Console launch(String... words) throws IOException, InterruptedException {
    return launch(Map.of(), words);
  }

  private Console launch(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    String[] command = new String[words.length + 1];
    command[0] = project.resolve("inspector-slack").toString();
    System.arraycopy(words, 0, command, 1, words.length);
    return start(environment, command);
  }

  private Console start(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().remove("CI");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Console(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private long builds() throws IOException {
    return callsOfMaven("jar:jar@companion").size();
  }

  private List<String> callsOfMaven(String goal) throws IOException {
    Path log = folder.resolve("builds");
    return Files.exists(log)
        ? Files.readAllLines(log).stream().filter(it -> it.contains(goal)).toList()
        : List.of();
  }

  @Test
  void itBuildsOnceAndSaysSo() throws IOException, InterruptedException {
    Console first = launch("preview", "dev");
    assertThat(first.err())
        .matches(
            "inspector-slack: building the companion \\(first run, about a minute\\)\\.\\.\\.\n"
                + "inspector-slack: done in \\d+ s\n");
    assertThat(first.exitCode()).isZero();
    assertThat(launch("preview", "dev").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  /** In a terminal of {@code script}'s, which comes with every Linux. */
  private String onATerminal() throws IOException, InterruptedException {
    Console console =
        start(Map.of(), "script", "-qec", "'%s' preview dev".formatted(launcher()), "/dev/null");
    return console.out().replace("\r", "");
  }

  @Test
  void onATerminalAWorkIsOneLineThatEndsWithItsTime() throws IOException, InterruptedException {
    assertThat(onATerminal())
        .containsPattern(
            "^inspector-slack: building the companion \\(first run, about a minute\\)\\.\\.\\. done in \\d+ s\n")
        .contains("-Dinspector-slack.stdout.terminal=true\n")
        .contains("-Dinspector-slack.stderr.terminal=true\n");
    assertThat(onATerminal()).doesNotContain("done in");
    jdkOfVersion("25.0.1");
    assertThat(onATerminal())
        .containsPattern(
            "^inspector-slack: preparing fast starts on this JDK \\(once, a few seconds\\)\\.\\.\\. done in \\d+ s\n");
    Files.delete(jar);
    script("bin/mvn", "echo 'no compiler'; exit 1");
    assertThat(onATerminal())
        .isEqualTo(
            "inspector-slack: building the companion (first run, about a minute)... \nno compiler\ninspector-slack: the build failed, see above\n");
  }

  @Test
  void itBuildsAgainOnceWhenSourcesOrThePomAreNewer() throws IOException, InterruptedException {
    launch("preview", "dev");
    Path source = Files.writeString(project.resolve("src/main/New.java"), "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2026-01-01T00:00:01Z")));
    assertThat(launch("preview", "dev").err())
        .startsWith("inspector-slack: building the companion again, as its sources changed...\n");
    assertThat(launch("preview", "dev").err()).isEmpty();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aSampleThatIsGoneIsNotJudged() throws IOException, InterruptedException {
    Path old = project.resolve("target/classes/samples/old.json");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "{}");
    launch("simulate", "dev");
    assertThat(old).doesNotExist();
  }

  @Test
  void aBuildThatFailsIsShownAndEndsTheRun() throws IOException, InterruptedException {
    script("bin/mvn", "echo 'no compiler'; exit 1");
    Console console = launch("preview", "dev");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .endsWith("no compiler\ninspector-slack: the build failed, see above\n");
  }

  @ParameterizedTest
  @CsvSource({"11.0.2, 11", "1.8.0_392, 8"})
  void anOldJdkIsRefusedByItsVersion(String version, int number)
      throws IOException, InterruptedException {
    jdkOfVersion(version);
    Console console = launch("preview", "dev");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: "
                + jdk.resolve("bin/java")
                + " is version "
                + number
                + "; set JAVA_HOME to JDK 17 or later\n");
    assertThat(builds()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "exit 1, false",
    "echo nothing that a JDK says, false",
    "exit 0, false",
    "exit 1, true",
    "echo garbage; exit 1, true"
  })
  void aJavaThatIsNoneIsRefused(String body, boolean hasRelease)
      throws IOException, InterruptedException {
    if (!hasRelease) {
      Files.delete(jdk.resolve("release"));
    }
    script("jdk/bin/java", body);
    Console console = launch("preview", "dev");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: %s doesn't start or isn't Java; set JAVA_HOME to JDK 17 or later\n"
                .formatted(jdk.resolve("bin/java")));
    assertThat(builds()).isZero();
  }

  @Test
  void aHomeWithoutJavaIsRefusedAndNotReplaced() throws IOException, InterruptedException {
    Console console = launch(Map.of("JAVA_HOME", folder.resolve("gone").toString()), "preview");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: JAVA_HOME is %s, which has no bin/java; set it to JDK 17 or later, or unset it\n"
                .formatted(folder.resolve("gone")));
    assertThat(builds()).isZero();
  }

  @Test
  void aScriptThatChoosesAJdkIsAskedForItsVersion() throws IOException, InterruptedException {
    Files.delete(jdk.resolve("release"));
    script(
        "jdk/bin/java",
        "[ \"$1\" != -version ] || { echo 'openjdk version \"17.0.15\" 2025-04-15' >&2; exit; }\n"
            + "for word; do echo \"$word\"; done");
    launch("preview", "dev");
    Console console = launch("preview", "dev");
    assertThat(console.err()).isEmpty();
    assertThat(console.out()).endsWith("preview\ndev\n");
  }

  @Test
  void aFileInPlaceOfTheBuildsFolderIsNamed() throws IOException, InterruptedException {
    Path target = Files.writeString(project.resolve("target"), "");
    Console console = launch("preview", "dev");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: cannot build %s: %s cannot be written\n".formatted(jar, target));
  }

  @Test
  void itHandsOnItsWordsItsFolderAndWhetherThereIsATerminal()
      throws IOException, InterruptedException {
    assertThat(launch("simulate", "dev", "a b.json").out().lines())
        .contains("-Dinspector-slack.project=" + project)
        .contains("-Dinspector-slack.stdin.terminal=false")
        .contains("-Dinspector-slack.stdout.terminal=false")
        .contains("-Dinspector-slack.stderr.terminal=false")
        .endsWith(
            "-cp",
            jar.toString(),
            "inspectorslack.companion.Companion",
            "simulate",
            "dev",
            "a b.json");
  }

  @Test
  void onlyShortRunsAreHeldToTheFirstCompilerTier() throws IOException, InterruptedException {
    assertThat(launch("preview", "dev").out()).contains("-XX:TieredStopAtLevel=1\n");
    assertThat(launch("simulate", "dev").out()).doesNotContain("-XX:TieredStopAtLevel=1\n");
  }

  @Test
  void theArchiveIsMadeOnceForAJdkAndMissedSilently() throws IOException, InterruptedException {
    String first = launch("preview", "dev").out();
    String archive =
        first
            .lines()
            .filter(word -> word.startsWith("-XX:SharedArchiveFile="))
            .findFirst()
            .orElseThrow()
            .substring("-XX:SharedArchiveFile=".length());
    // The java here writes none: what stands in its place is not tried again.
    assertThat(Path.of(archive)).isEmptyFile();
    assertThat(first).contains("-Xshare:auto\n", "-Xlog:disable\n");
    Path rehearsal = project.resolve("target/rehearsal.log");
    assertThat(rehearsal).content().contains("inspectorslack.companion.Rehearsal");
    Files.delete(rehearsal);
    assertThat(launch("preview", "dev").err()).isEmpty();
    assertThat(rehearsal).doesNotExist();
    jdkOfVersion("25.0.1");
    Console other = launch("preview", "dev");
    assertThat(other.out()).doesNotContain(archive);
    assertThat(other.err())
        .matches(
            "inspector-slack: preparing fast starts on this JDK \\(once, a few seconds\\)\\.\\.\\.\n"
                + "inspector-slack: done in \\d+ s\n");
    assertThat(rehearsal).exists();
  }

  @Test
  void theArchiveIsMadeAgainForANewerJar() throws IOException, InterruptedException {
    launch("preview", "dev");
    Path rehearsal = project.resolve("target/rehearsal.log");
    Files.delete(rehearsal);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    launch("preview", "dev");
    assertThat(rehearsal).content().contains("inspectorslack.companion.Rehearsal");
  }

  @Test
  void theJarsOptionsNameTheArchive() throws IOException, InterruptedException {
    launch("preview", "dev");
    assertThat(Files.readAllLines(project.resolve("target/jvm.options")))
        .first()
        .asString()
        .startsWith("\"-XX:SharedArchiveFile=" + project.resolve("target/inspector-slack-"))
        .endsWith(".jsa\"");
  }

  @Test
  void mavensArchiveIsMadeOnceForAJdkAndItsLibraries() throws IOException, InterruptedException {
    launch("preview", "dev");
    assertThat(callsOfMaven("exec:java")).hasSize(1);
    Files.delete(jar); // As an edit of a source would have it built again.
    launch("preview", "dev");
    assertThat(callsOfMaven("exec:java")).hasSize(1);
    Files.delete(jar);
    Files.writeString(project.resolve("pom.xml"), "another library");
    launch("preview", "dev");
    assertThat(callsOfMaven("exec:java")).hasSize(2);
  }

  @Test
  void theRehearsalKeepsTheReadersOptionsOfMaven() throws IOException, InterruptedException {
    launch(Map.of("MAVEN_OPTS", "-Dmaven.repo.local=mine"), "preview", "dev");
    assertThat(callsOfMaven("exec:java"))
        .singleElement()
        .asString()
        .contains(" -Dmaven.repo.local=mine -XX:SharedArchiveFile=")
        .contains(" -XX:ArchiveClassesAtExit=target/maven.jsa.");
  }

  @Test
  void ciMakesNoArchiveForMaven() throws IOException, InterruptedException {
    launch(Map.of("CI", "true"), "preview", "dev");
    assertThat(project.resolve("target/rehearsal.log"))
        .content()
        .contains("inspectorslack.companion.Rehearsal");
    assertThat(callsOfMaven("exec:java")).isEmpty();
  }

  @Test
  void aClosedStandardInputIsEmpty() throws IOException, InterruptedException {
    launch("preview", "dev");
    script("jdk/bin/java", "cat");
    String command = "'%s' simulate dev -".formatted(launcher());
    assertThat(start(Map.of(), "sh", "-c", "echo event | " + command).out()).isEqualTo("event\n");
    assertThat(start(Map.of(), "sh", "-c", command + " <&-")).isEqualTo(new Console(0, "", ""));
  }

  @Test
  void aReadOnlyCheckoutIsUsedWithoutAWord() throws IOException, InterruptedException {
    launch("preview", "dev");
    Files.delete(project.resolve("target/jvm.options"));
    Console console = launchInReadOnlyCheckout();
    assertThat(console.err()).isEmpty();
    assertThat(console.exitCode()).isZero();
    Files.setPosixFilePermissions(jar.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.delete(jar);
    assertThat(launchInReadOnlyCheckout().err())
        .isEqualTo(
            "inspector-slack: cannot build %s: %s cannot be written\n"
                .formatted(jar, jar.getParent()));
  }

  /** As another user if this is root, whom permissions don't stop. */
  private Console launchInReadOnlyCheckout() throws IOException, InterruptedException {
    assertThat(start(Map.of(), "chmod", "-R", "a+rX,a-w", folder.toString()).exitCode()).isZero();
    boolean isRoot = start(Map.of(), "id", "-u").out().equals("0\n");
    return isRoot
        ? start(
            Map.of(), "setpriv", "--reuid=65534", "--clear-groups", launcher(), "preview", "dev")
        : launch("preview", "dev");
  }

  private String launcher() {
    return project.resolve("inspector-slack").toString();
  }
}
