/** The Faces beans, one a page. */
package io.sealcast.web;
