/** The encrypted file format, container v1: plain Java, the only user of ciphers for chunks. */
@NullMarked
package io.sealcast.container;

import org.jspecify.annotations.NullMarked;
