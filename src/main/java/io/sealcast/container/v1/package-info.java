/** Version 1 of the container format, which {@code docs/container-format.md} specifies. */
@NullMarked
package io.sealcast.container.v1;

import org.jspecify.annotations.NullMarked;
