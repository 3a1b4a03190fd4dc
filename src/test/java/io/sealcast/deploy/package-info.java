/** Holds what lies in {@code deploy} to what it is for. */
package io.sealcast.deploy;
