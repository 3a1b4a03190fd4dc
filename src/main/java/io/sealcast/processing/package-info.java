/** A job's way from an uploaded video to a processed one. */
@NullMarked
package io.sealcast.processing;

import org.jspecify.annotations.NullMarked;
