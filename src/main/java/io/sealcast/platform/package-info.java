/**
 * Infrastructure of every instance: configuration, schema migration, exception mappers, health
 * checks, metrics and HTTP headers.
 */
package io.sealcast.platform;
