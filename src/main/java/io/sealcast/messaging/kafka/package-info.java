/** Kafka and Reactive Messaging; no Kafka type leaves this package. */
package io.sealcast.messaging.kafka;
