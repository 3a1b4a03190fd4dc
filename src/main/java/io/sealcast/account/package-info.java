/** Accounts, sign-ins, and the authentication mechanism. */
@NullMarked
package io.sealcast.account;

import org.jspecify.annotations.NullMarked;
