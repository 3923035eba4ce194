/** Curated delivery: a state machine that announces each finding once, in our own message. */
@NullMarked
package inspectorslack.curation;

import org.jspecify.annotations.NullMarked;
