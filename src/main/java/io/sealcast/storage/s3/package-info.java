/** Blobs as objects of one bucket, by the AWS SDK; nothing of it is seen outside. */
@NullMarked
package io.sealcast.storage.s3;

import org.jspecify.annotations.NullMarked;
