/** Objects of a stream by plain HTTP, with ranges. */
package io.sealcast.gateway.http;
