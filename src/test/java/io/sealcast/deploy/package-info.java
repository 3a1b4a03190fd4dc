/** Tests of the files in {@code deploy}. */
package io.sealcast.deploy;
