package io.sealcast.playback;

import java.util.UUID;

/**
 * Bytes {@code from} to {@code to}, both inclusive, of an object of {@code size} bytes.
 *
 * @param object the stored object's id
 */
record ObjectRange(UUID object, long size, long from, long to) {}
