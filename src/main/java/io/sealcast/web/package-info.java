/** The Faces backing beans, one per page, and the filters of the pages. */
@NullMarked
package io.sealcast.web;

import org.jspecify.annotations.NullMarked;
