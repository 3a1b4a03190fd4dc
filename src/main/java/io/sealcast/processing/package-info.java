/** A job's way from an uploaded video to a processed one. */
package io.sealcast.processing;
