/**
 * Key slots, sealed keys, and the services that encrypt and decrypt objects. No other package uses
 * keys on stored bytes.
 */
@NullMarked
package io.sealcast.vault;

import org.jspecify.annotations.NullMarked;
