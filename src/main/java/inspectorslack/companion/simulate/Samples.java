package inspectorslack.companion.simulate;

import inspectorslack.aws.Place;
import inspectorslack.companion.InspectorDetails;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The sample events that come with the program, one file each, in {@code src/main/resources}. */
public final class Samples {
  private static final String FOLDER = "/samples";
  private static final String REGION = "eu-west-1";

  private Samples() {}

  /** Names of the samples in alphabetical order, such as {@code samples/inspector-closed.json}. */
  public static List<String> names() throws IOException {
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

  /** A sample as if it had happened in another Region. */
  static InputStream open(String name, String region) throws IOException {
    try (InputStream in = open(name)) {
      String partition = Place.partition(region);
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace(REGION, region)
              .replace("arn:aws:", "arn:" + partition + ":")
              .replaceAll("(\"(?:cloud_)?[Pp]artition\": )\"aws\"", "$1\"" + partition + "\"");
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Inspector's answers about the samples' findings when it's asked for details. */
  static InspectorDetails details(String region) throws IOException {
    InspectorDetails details = new InspectorDetails();
    try (InputStream in = open("sample-details.json", region)) {
      details.read(in);
    }
    return details;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> FOLDER.substring(1) + "/" + file.getFileName()).sorted().toList();
    }
  }
}
