/** What there is and who may see it: videos, their media objects, the access policy. */
@NullMarked
package io.sealcast.catalog;

import org.jspecify.annotations.NullMarked;
