package inspectorslack.config;

/** How findings get from the rule to the topic. */
public sealed interface Delivery {
  /** The value in a stack file. */
  enum Kind {
    NATIVE("native"),
    CURATED("curated");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As it is written in a stack file. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Every event, unchanged; Amazon Q Developer renders a card from it. */
  record Native() implements Delivery {}

  /**
   * Each finding once, as a message that a state machine composes.
   *
   * @param renotifyAfterDays days after which a finding that is still open is announced again
   */
  record Curated(int renotifyAfterDays) implements Delivery {}
}
