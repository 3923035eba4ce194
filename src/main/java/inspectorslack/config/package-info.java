/**
 * What the operator chose: values, and the one reader that makes them from a stack's configuration.
 */
@NullMarked
package inspectorslack.config;

import org.jspecify.annotations.NullMarked;
