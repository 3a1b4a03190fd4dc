/**
 * What every instance needs: configuration, schema migration, exception mappers, health, headers.
 */
@NullMarked
package io.sealcast.platform;

import org.jspecify.annotations.NullMarked;
