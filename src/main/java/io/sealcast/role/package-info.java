/** The roles of this instance, from the setting {@code SEALCAST_ROLES}. */
@NullMarked
package io.sealcast.role;

import org.jspecify.annotations.NullMarked;
