/**
 * Byte ranges of objects, the header that requests one, and the division into chunks. Both ends of
 * a range are inclusive, as in HTTP (RFC 9110, section 14.1.2).
 */
@NullMarked
package io.sealcast.range;

import org.jspecify.annotations.NullMarked;
