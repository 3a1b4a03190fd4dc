/** Normalization of text that people type: secrets by RFC 8265, and titles for searching. */
@NullMarked
package io.sealcast.text;

import org.jspecify.annotations.NullMarked;
