package io.sealcast.playback;

import java.util.UUID;

/**
 * One chunk of one object of one video.
 *
 * @param fileId the video
 * @param object the stored object's id
 * @param index of the chunk within the object, from 0
 */
record ChunkKey(long fileId, UUID object, long index) {}
