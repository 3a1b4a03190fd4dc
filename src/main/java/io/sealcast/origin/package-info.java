/** Whose page a request comes from: the one place that reads {@code Origin} and {@code Host}. */
package io.sealcast.origin;
