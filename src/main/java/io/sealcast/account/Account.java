package io.sealcast.account;

/**
 * Somebody who signed up.
 *
 * @param id positive
 * @param username as typed at sign-up, 1 to 64 characters
 */
public record Account(long id, String username) implements Viewer {}
