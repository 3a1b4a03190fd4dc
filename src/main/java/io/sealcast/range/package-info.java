/**
 * Arithmetic of bytes in objects: ranges, the header that asks for one, and the grid of chunks.
 * Both ends of a range are inclusive, as in HTTP (RFC 9110, section 14.1.2).
 */
@NullMarked
package io.sealcast.range;

import org.jspecify.annotations.NullMarked;
