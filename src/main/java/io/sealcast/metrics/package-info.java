/** Counters, gauges and histograms of the application, independent of any monitoring system. */
@NullMarked
package io.sealcast.metrics;

import org.jspecify.annotations.NullMarked;
