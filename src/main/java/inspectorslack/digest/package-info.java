/** The scheduled summary of an account's open findings. */
@NullMarked
package inspectorslack.digest;

import org.jspecify.annotations.NullMarked;
