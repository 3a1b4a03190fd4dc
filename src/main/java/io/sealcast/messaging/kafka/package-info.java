/**
 * The adapters to Kafka and Reactive Messaging. No type of Kafka is visible outside of this
 * package.
 */
package io.sealcast.messaging.kafka;
