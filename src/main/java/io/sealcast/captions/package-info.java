/** Adding, replacing and removing the captions of a video. */
@NullMarked
package io.sealcast.captions;

import org.jspecify.annotations.NullMarked;
