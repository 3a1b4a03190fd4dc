/** The path under which the application is served. No other package adds it to an address. */
@NullMarked
package io.sealcast.path;

import org.jspecify.annotations.NullMarked;
