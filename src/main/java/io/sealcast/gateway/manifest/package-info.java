/** Manifests over the media URLs, for players that aren't the page's. */
@NullMarked
package io.sealcast.gateway.manifest;

import org.jspecify.annotations.NullMarked;
