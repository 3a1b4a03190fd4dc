/** What people type, brought into one form: secrets as RFC 8265 has them, texts to be found by. */
@NullMarked
package io.sealcast.text;

import org.jspecify.annotations.NullMarked;
