/** Which versions of the container there are, and how the right one is found. */
@NullMarked
package io.sealcast.container.registry;

import org.jspecify.annotations.NullMarked;
