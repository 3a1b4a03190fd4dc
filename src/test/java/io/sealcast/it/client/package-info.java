/** What calls a server: the HTTP API, sockets, viewers and consumers. */
package io.sealcast.it.client;
