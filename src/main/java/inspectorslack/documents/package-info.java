/**
 * The JSON documents that AWS interprets, as pure functions of values. Nothing here knows Pulumi,
 * so all of it is tested without mocks.
 */
@NullMarked
package inspectorslack.documents;

import org.jspecify.annotations.NullMarked;
