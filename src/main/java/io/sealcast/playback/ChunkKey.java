package io.sealcast.playback;

import java.util.UUID;

/**
 * Identifies a chunk of a video.
 *
 * @param fileId id of the video
 * @param object id of the stored object
 * @param index index of the chunk in the object, from 0
 */
record ChunkKey(long fileId, UUID object, long index) {}
