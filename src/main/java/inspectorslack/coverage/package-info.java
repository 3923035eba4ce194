/** Alerts about resources that Inspector stops scanning. */
@NullMarked
package inspectorslack.coverage;

import org.jspecify.annotations.NullMarked;
