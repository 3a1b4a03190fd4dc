/** Counters, gauges and histograms of the application, independent of any monitoring system. */
package io.sealcast.metrics;
