/**
 * What {@code mvn -Pembedded} and the integration tests stand on: a real PostgreSQL and a real
 * Kafka broker from Maven artifacts, in one process of their own ({@link
 * io.sealcast.embedded.ServicesLauncher}).
 *
 * <p>The order of {@code mvn -Pembedded}: {@code Preflight} refuses early what cannot work, the
 * launcher starts the services beside Maven and writes Liberty's environment, {@code AwaitServices}
 * waits for it, then {@code liberty:run} takes the foreground. The launcher watches Maven: whatever
 * way Maven ends, Liberty, broker and database end too.
 */
package io.sealcast.embedded;
