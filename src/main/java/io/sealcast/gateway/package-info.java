/**
 * The common part of the transports, which translate between their protocols and the application.
 * Each transport is a subpackage that uses this package and none of the others.
 */
@NullMarked
package io.sealcast.gateway;

import org.jspecify.annotations.NullMarked;
