/** Normalization of text that people type: secrets by RFC 8265, and titles for searching. */
package io.sealcast.text;
