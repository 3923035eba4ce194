package inspectorslack.companion.init;

import inspectorslack.companion.Terminal;
import inspectorslack.companion.WrongUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for settings on standard error, and repeats each question until the answer is valid. */
final class Dialog {
  private final Terminal terminal;
  private final NewStackFile file;
  private final Catalogue catalogue;
  private final BufferedReader in;

  Dialog(Terminal terminal, NewStackFile file, Catalogue catalogue) {
    this.terminal = terminal;
    this.file = file;
    this.catalogue = catalogue;
    this.in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
  }

  /**
   * Asks for the settings that no option sets.
   *
   * @return the answers by key, in the order of the questions
   * @throws WrongUsage if the input ends
   */
  Map<String, Object> ask(List<Question> questions) throws IOException {
    show(
        "A few questions for %s. Press Enter to accept the value in brackets, or Ctrl-D to stop without writing the file."
            .formatted(file.fileName()));
    Map<String, Object> known = new HashMap<>();
    questions.forEach(it -> it.given().ifPresent(given -> known.put(it.key(), given)));
    Map<String, Object> answers = new LinkedHashMap<>();
    for (Question it : questions) {
      if (it.given().isEmpty() && it.isAsked(known)) {
        ask(it, known).ifPresent(answer -> known.put(it.key(), answer));
      }
      Optional.ofNullable(known.get(it.key())).ifPresent(answer -> answers.put(it.key(), answer));
    }
    return answers;
  }

  private Optional<Object> ask(Question question, Map<String, Object> known) throws IOException {
    Catalogue.Entry entry = catalogue.entry(question.key());
    terminal.err().println();
    show(entry.meaning());
    while (true) {
      terminal
          .err()
          .printf(
              "%s [%s]: ", question.key(), entry.proposed().map(Object::toString).orElse("none"));
      terminal.err().flush();
      String line = in.readLine();
      if (line == null) {
        terminal.err().println();
        throw new WrongUsage(
            "the input ended at %s, so %s wasn't written"
                .formatted(question.key(), file.fileName()));
      }
      Optional<Object> answer =
          line.isBlank() ? entry.proposed() : Optional.of(question.value(line.strip()));
      Map<String, Object> with = new HashMap<>(known);
      answer.ifPresent(it -> with.put(question.key(), it));
      List<String> problems =
          file.problems(with).stream()
              .filter(it -> Question.key(it).equals(question.key()))
              .map(Question::inAnswer)
              .toList();
      if (problems.isEmpty()) {
        return answer;
      }
      problems.forEach(this::show);
    }
  }

  private void show(String text) {
    Wrapped.lines(text.replace("**", ""), terminal.width()).forEach(terminal.err()::println);
  }
}
