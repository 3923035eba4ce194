/**
 * The offline companion: previews a stack, tells which findings would reach Slack, and needs
 * neither AWS nor the Pulumi CLI for it.
 */
@NullMarked
package inspectorslack.offline;

import org.jspecify.annotations.NullMarked;
