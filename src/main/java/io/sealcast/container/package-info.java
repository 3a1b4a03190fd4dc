/**
 * The encrypted file format, plain Java and the only user of ciphers for chunks: what all its
 * versions have in common, and what callers see of them. A version is a package of its own that
 * implements {@link io.sealcast.container.ContainerFormat}; {@code container.registry} alone knows
 * which versions there are.
 */
@NullMarked
package io.sealcast.container;

import org.jspecify.annotations.NullMarked;
