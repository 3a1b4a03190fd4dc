/**
 * The integration tests' harness, and tests that cross packages.
 *
 * <p>A test whose name ends in {@code IT} needs the running server; one that ends in {@code
 * BrowserIT} needs a browser too. They run in {@code mvn verify}, after the WAR was built, in two
 * JVMs side by side, in any order, on free ports, beside a running application. To run one:
 *
 * <pre>
 * mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FooIT
 * </pre>
 *
 * <p>Tests use:
 *
 * <ul>
 *   <li>{@link io.sealcast.it.harness.SealcastServer#shared()}: the one server that all tests of a
 *       JVM share, both roles, started at its first use. A test that stops it starts it again. It
 *       isn't empty, so each test signs up a user of its own.
 *   <li>{@link io.sealcast.it.harness.Installation#start(String)} and {@link
 *       io.sealcast.it.harness.SealcastServer#in}: an installation (database, broker, storage,
 *       keys) of one test, with servers that the test may stop, kill and restart, each with its
 *       roles.
 *   <li>{@link io.sealcast.it.client.Api}: HTTP as a user: sign-up, JSON, uploads, waiting.
 *   <li>{@link io.sealcast.it.harness.TestVideos}, {@link io.sealcast.it.harness.Corpus}: videos.
 *   <li>{@link io.sealcast.it.browser.Browser}: Chromium.
 * </ul>
 *
 * <p>The console output of the servers is in {@code target/it/jvm-1/servers/…/logs/console.log}, or
 * below {@code jvm-2}.
 */
package io.sealcast.it;
