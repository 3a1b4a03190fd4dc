/** The only place where keys meet bytes: key slots, sealed keys, encrypt and decrypt services. */
@NullMarked
package io.sealcast.vault;

import org.jspecify.annotations.NullMarked;
