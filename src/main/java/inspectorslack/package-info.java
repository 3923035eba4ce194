/** The program that Pulumi runs. */
@NullMarked
package inspectorslack;

import org.jspecify.annotations.NullMarked;
