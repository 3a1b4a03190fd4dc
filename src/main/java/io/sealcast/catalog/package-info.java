/** What there is and who may see it: videos, their media objects, the access policy. */
package io.sealcast.catalog;
