/**
 * The encrypted file format: the interfaces for callers and the common part of all versions. Only
 * this package and its subpackages use ciphers for chunks. Each version is a subpackage that
 * implements {@link io.sealcast.container.ContainerFormat}; {@code container.registry} knows the
 * versions.
 */
@NullMarked
package io.sealcast.container;

import org.jspecify.annotations.NullMarked;
