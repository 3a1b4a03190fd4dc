/** Which versions of the container there are, and how the right one is found. */
package io.sealcast.container.registry;
