/**
 * Infrastructure of every instance: configuration, schema migration, exception mappers, health
 * checks, metrics and HTTP headers.
 */
@NullMarked
package io.sealcast.platform;

import org.jspecify.annotations.NullMarked;
