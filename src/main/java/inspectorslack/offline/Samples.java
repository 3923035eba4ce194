package inspectorslack.offline;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The sample events that come with the program, one file each, in {@code src/main/resources}. */
final class Samples {
  private static final String FOLDER = "/samples";

  private Samples() {}

  /** Names of the samples in alphabetical order, such as {@code samples/inspector-closed.json}. */
  static List<String> names() throws IOException {
    URL folder = Objects.requireNonNull(Samples.class.getResource(FOLDER));
    try {
      URI uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) {
        return names(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return names(jar.getPath(FOLDER));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  static InputStream open(String name) {
    return Objects.requireNonNull(Samples.class.getResourceAsStream("/" + name), name);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> FOLDER.substring(1) + "/" + file.getFileName()).sorted().toList();
    }
  }
}
