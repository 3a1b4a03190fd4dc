/** Kafka and Reactive Messaging; no Kafka type leaves this package. */
@NullMarked
package io.sealcast.messaging.kafka;

import org.jspecify.annotations.NullMarked;
