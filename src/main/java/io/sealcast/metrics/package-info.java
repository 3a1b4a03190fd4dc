/** What the application counts and times about itself; knows no monitoring system. */
package io.sealcast.metrics;
