/** The forecast command: what an account's open findings would cause. */
@NullMarked
package inspectorslack.companion.forecast;

import org.jspecify.annotations.NullMarked;
