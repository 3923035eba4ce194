/** IAM policies of the roles that deploy and preview a stack. */
@NullMarked
package inspectorslack.permissions;

import org.jspecify.annotations.NullMarked;
