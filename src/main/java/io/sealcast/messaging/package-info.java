/** What travels between instances, and the ports it travels through; knows no Kafka. */
package io.sealcast.messaging;
