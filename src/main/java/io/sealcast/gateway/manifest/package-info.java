/** Manifests for players, which refer to the media URLs. */
@NullMarked
package io.sealcast.gateway.manifest;

import org.jspecify.annotations.NullMarked;
