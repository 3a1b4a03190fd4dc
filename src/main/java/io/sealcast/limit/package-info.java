/** Limits how often and how many at once something may be done. */
@NullMarked
package io.sealcast.limit;

import org.jspecify.annotations.NullMarked;
