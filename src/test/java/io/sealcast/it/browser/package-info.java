/** Tests of the pages in a real browser, and their pictures. */
package io.sealcast.it.browser;
