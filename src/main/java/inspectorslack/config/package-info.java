/** How settings are read and validated, and the values that several features share. */
@NullMarked
package inspectorslack.config;

import org.jspecify.annotations.NullMarked;
