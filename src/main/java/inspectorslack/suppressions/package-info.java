/** Suppression rules as code, for findings that Inspector itself suppresses. */
@NullMarked
package inspectorslack.suppressions;

import org.jspecify.annotations.NullMarked;
