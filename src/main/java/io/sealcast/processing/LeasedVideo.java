package io.sealcast.processing;

import io.sealcast.vault.ObjectRef;

/**
 * A video whose lease a worker has taken.
 *
 * @param fileId id of the video
 * @param worker name of the worker, which is new for each attempt
 * @param source the uploaded file
 */
record LeasedVideo(long fileId, String worker, ObjectRef source) {}
