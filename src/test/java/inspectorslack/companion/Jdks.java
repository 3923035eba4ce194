package inspectorslack.companion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The JDKs of this machine that the program supports. */
public final class Jdks {
  private Jdks() {}

  /** The JDK that runs the tests, and what {@code JAVA_HOME_*} and the usual folder name. */
  public static Stream<Path> found() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME") || name.startsWith("JDK")) {
                homes.add(Path.of(value));
              }
            });
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> installed = Files.list(usual)) {
        homes.addAll(installed.toList());
      }
    }
    TreeSet<Path> jdks = new TreeSet<>();
    for (Path home : homes) {
      if (Files.isExecutable(home.resolve("bin/javac")) && feature(home) >= 17) {
        jdks.add(home.toRealPath());
      }
    }
    return jdks.stream();
  }

  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.exists(release)) {
      return 0;
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }
}
