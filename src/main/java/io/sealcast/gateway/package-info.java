/**
 * Translation only: what the transports share. Each has a package below this one, which imports
 * this one and none of the others.
 */
package io.sealcast.gateway;
