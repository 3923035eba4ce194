/** Slack channels, Slack's text rules and links to the AWS console. */
@NullMarked
package inspectorslack.slack;

import org.jspecify.annotations.NullMarked;
