/** The Faces beans, one a page. */
@NullMarked
package io.sealcast.web;

import org.jspecify.annotations.NullMarked;
