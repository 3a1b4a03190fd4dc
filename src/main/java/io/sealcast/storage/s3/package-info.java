/**
 * A blob store in a bucket of S3, with the AWS SDK. No type of the SDK is visible outside of this
 * package.
 */
@NullMarked
package io.sealcast.storage.s3;

import org.jspecify.annotations.NullMarked;
