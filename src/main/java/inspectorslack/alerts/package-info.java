/** One route: the rule that takes findings, its topic, dead-letter queue, alarms and encryption. */
@NullMarked
package inspectorslack.alerts;

import org.jspecify.annotations.NullMarked;
