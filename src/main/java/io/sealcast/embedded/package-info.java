/**
 * The services of {@code mvn -Pembedded} and of the integration tests: PostgreSQL and a Kafka
 * broker from Maven artifacts, in a separate process ({@link
 * io.sealcast.embedded.ServicesLauncher}).
 *
 * <p>{@code mvn -Pembedded} runs as follows: {@code Preflight} checks the prerequisites; the
 * launcher starts the services beside Maven and writes Liberty's environment, for which {@code
 * AwaitServices} waits; then {@code liberty:run} runs in the foreground. The launcher watches
 * Maven: in whichever way Maven ends, Liberty, broker and database end too.
 */
package io.sealcast.embedded;
