/** Building blocks that the state machines share. */
@NullMarked
package inspectorslack.stepfunctions;

import org.jspecify.annotations.NullMarked;
