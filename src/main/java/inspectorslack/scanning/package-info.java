/** Turns on Amazon Inspector and Security Hub, and makes EC2 instances scannable. */
@NullMarked
package inspectorslack.scanning;

import org.jspecify.annotations.NullMarked;
