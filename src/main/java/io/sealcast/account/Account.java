package io.sealcast.account;

/**
 * The account of a user.
 *
 * @param id id of the account, positive
 * @param username user name as typed at the sign-up, 1 to 64 characters
 */
public record Account(long id, String username) implements Viewer {}
