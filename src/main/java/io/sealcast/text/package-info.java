/**
 * Normalization of text that people type: secrets by RFC 8265, titles for searching, and language
 * tags.
 */
@NullMarked
package io.sealcast.text;

import org.jspecify.annotations.NullMarked;
