/** Tests of what callers see: the API, streams, records and metrics. */
package io.sealcast.it.api;
