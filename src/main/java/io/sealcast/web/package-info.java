/** The Faces backing beans, one per page, and the filters of the pages. */
package io.sealcast.web;
