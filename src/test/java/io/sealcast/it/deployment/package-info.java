/** Tests of the image, of Compose, of the README and of the operating procedures. */
package io.sealcast.it.deployment;
