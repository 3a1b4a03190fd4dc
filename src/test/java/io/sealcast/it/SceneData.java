package io.sealcast.it;

/**
 * Who and what is on the pages.
 *
 * @param user whose library it is
 * @param newcomer somebody who has no video yet
 * @param key opens {@code ready}
 * @param ready the id of a video that plays
 * @param preparing the id of one that is being prepared
 * @param failed the id of one that could not be
 */
record SceneData(Api user, Api newcomer, String key, long ready, long preparing, long failed) {}
