/** The preview command: what a stack deploys, and what would change. */
@NullMarked
package inspectorslack.companion.preview;

import org.jspecify.annotations.NullMarked;
