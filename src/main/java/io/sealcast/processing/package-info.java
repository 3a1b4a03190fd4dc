/** The processing of uploaded videos, from the job to the registered renditions. */
@NullMarked
package io.sealcast.processing;

import org.jspecify.annotations.NullMarked;
