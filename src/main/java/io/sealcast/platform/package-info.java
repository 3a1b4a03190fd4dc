/**
 * What every instance needs: configuration, schema migration, exception mappers, health, headers.
 */
package io.sealcast.platform;
