/**
 * The benchmark of the streaming core, end to end: {@code mvn -Pbench}; see docs/performance.md.
 * Not part of {@code verify}.
 */
package io.sealcast.bench;
