/** Suppression rules as code: findings that Inspector itself leaves out. */
@NullMarked
package inspectorslack.suppressions;

import org.jspecify.annotations.NullMarked;
