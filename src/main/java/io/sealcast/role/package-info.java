/** What this instance does: the setting {@code SEALCAST_ROLES}, which is read in one place. */
@NullMarked
package io.sealcast.role;

import org.jspecify.annotations.NullMarked;
