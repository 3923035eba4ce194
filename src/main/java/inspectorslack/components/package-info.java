/**
 * Pulumi components: resources wired together. Documents come from elsewhere, settings as values.
 */
@NullMarked
package inspectorslack.components;

import org.jspecify.annotations.NullMarked;
