/** The encrypted file format, container v1: plain Java, the only user of ciphers for chunks. */
package io.sealcast.container;
