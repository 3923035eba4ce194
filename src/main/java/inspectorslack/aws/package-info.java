/**
 * What AWS requires for the resource types that the program uses: IAM actions and policy
 * statements.
 */
@NullMarked
package inspectorslack.aws;

import org.jspecify.annotations.NullMarked;
