/** Blobs as objects of one bucket, by the AWS SDK; nothing of it is seen outside. */
package io.sealcast.storage.s3;
