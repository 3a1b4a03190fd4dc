/** Who somebody is: accounts, sign-in, the authentication mechanism. */
package io.sealcast.account;
