/** Manifests over the media URLs, for players that aren't the page's. */
package io.sealcast.gateway.manifest;
