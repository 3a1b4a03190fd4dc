package io.sealcast.processing;

import io.sealcast.vault.ObjectRef;

/**
 * A video that one worker has taken.
 *
 * @param fileId the video
 * @param worker who took it; a new name for each attempt
 * @param source where the uploaded file lies
 */
record LeasedVideo(long fileId, String worker, ObjectRef source) {}
