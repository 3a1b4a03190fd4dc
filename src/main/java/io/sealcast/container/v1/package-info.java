/** Version 1 of the container: {@code docs/container-format.md} has it as a table. */
@NullMarked
package io.sealcast.container.v1;

import org.jspecify.annotations.NullMarked;
