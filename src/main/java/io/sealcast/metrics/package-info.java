/** What the application counts and times about itself; knows no monitoring system. */
@NullMarked
package io.sealcast.metrics;

import org.jspecify.annotations.NullMarked;
