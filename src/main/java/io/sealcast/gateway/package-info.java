/**
 * Translation only: what the transports share. Each has a package below this one, which imports
 * this one and none of the others.
 */
@NullMarked
package io.sealcast.gateway;

import org.jspecify.annotations.NullMarked;
