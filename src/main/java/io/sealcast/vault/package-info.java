/** The only place where keys meet bytes: key slots, sealed keys, encrypt and decrypt services. */
package io.sealcast.vault;
