package io.sealcast.it.browser;

import io.sealcast.it.client.Api;

/**
 * The users and videos on the pages.
 *
 * @param user owner of the library
 * @param newcomer a user without videos
 * @param key encryption key of {@code ready}
 * @param ready id of a playable video
 * @param preparing id of a video that can't be watched yet, since it is still to be processed
 * @param early id of a video that is being processed and can be watched already
 * @param failed id of a video whose processing failed
 */
public record SceneData(
    Api user, Api newcomer, String key, long ready, long preparing, long early, long failed) {}
