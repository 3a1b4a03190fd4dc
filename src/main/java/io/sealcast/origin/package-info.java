/**
 * The origin of requests. No other package interprets the headers {@code Origin} and {@code Host}.
 */
package io.sealcast.origin;
