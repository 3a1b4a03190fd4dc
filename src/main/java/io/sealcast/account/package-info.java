/** Who somebody is: accounts, sign-in, the authentication mechanism. */
@NullMarked
package io.sealcast.account;

import org.jspecify.annotations.NullMarked;
