import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.event.ruler.Machine;

/** EventBridge's matcher alone: one rule, one event a line, the matches counted. */
final class BareMatcher {
  public static void main(String[] args) throws Exception {
    Machine machine = Machine.builder().build();
    machine.addRule("rule", args[0]);
    int matches = 0;
    try (BufferedReader lines = Files.newBufferedReader(Path.of(args[1]), StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        matches += machine.rulesForJSONEvent(line).size();
      }
    }
    System.out.println(matches);
  }
}
