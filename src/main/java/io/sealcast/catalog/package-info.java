/** The videos of the library, their media objects, and the access policy. */
@NullMarked
package io.sealcast.catalog;

import org.jspecify.annotations.NullMarked;
