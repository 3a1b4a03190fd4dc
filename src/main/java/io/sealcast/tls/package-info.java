/**
 * The server's own TLS: reads the files of the certificate that the operator has set, checks them,
 * and hands them to Liberty as a PKCS#12 store and a part of its configuration. Liberty reads no
 * private keys in PEM.
 */
@NullMarked
package io.sealcast.tls;

import org.jspecify.annotations.NullMarked;
