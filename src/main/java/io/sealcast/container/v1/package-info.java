/** Version 1 of the container: {@code docs/container-format.md} has it as a table. */
package io.sealcast.container.v1;
