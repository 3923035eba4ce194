/** The offline companion: commands that need neither AWS nor the Pulumi CLI. */
@NullMarked
package inspectorslack.companion;

import org.jspecify.annotations.NullMarked;
