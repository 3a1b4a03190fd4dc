/** What this instance does: the setting {@code SEALCAST_ROLES}, which is read in one place. */
package io.sealcast.role;
