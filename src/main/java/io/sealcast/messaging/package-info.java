/** The messages between instances and the ports that carry them, independent of Kafka. */
@NullMarked
package io.sealcast.messaging;

import org.jspecify.annotations.NullMarked;
