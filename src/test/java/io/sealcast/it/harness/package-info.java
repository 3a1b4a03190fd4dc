/** Servers, databases, brokers, networks and files that the integration tests use. */
package io.sealcast.it.harness;
