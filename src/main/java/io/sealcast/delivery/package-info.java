/** The processor side of streaming: answers range requests. */
package io.sealcast.delivery;
