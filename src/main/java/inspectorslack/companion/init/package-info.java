/** {@code init}: writes the file of a new stack. */
@NullMarked
package inspectorslack.companion.init;

import org.jspecify.annotations.NullMarked;
