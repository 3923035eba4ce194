/** The simulate command: which events notify, and with which message. */
@NullMarked
package inspectorslack.companion.simulate;

import org.jspecify.annotations.NullMarked;
