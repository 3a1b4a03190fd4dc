/**
 * The adapters to Kafka and Reactive Messaging. No type of Kafka is visible outside of this
 * package.
 */
@NullMarked
package io.sealcast.messaging.kafka;

import org.jspecify.annotations.NullMarked;
