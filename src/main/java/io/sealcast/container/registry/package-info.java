/** The registry of the supported versions of the container format. */
@NullMarked
package io.sealcast.container.registry;

import org.jspecify.annotations.NullMarked;
