/** What travels between instances, and the ports it travels through; knows no Kafka. */
@NullMarked
package io.sealcast.messaging;

import org.jspecify.annotations.NullMarked;
