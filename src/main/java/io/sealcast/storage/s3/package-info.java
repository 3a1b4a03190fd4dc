/**
 * A blob store in a bucket of S3, with the AWS SDK. No type of the SDK is visible outside of this
 * package.
 */
package io.sealcast.storage.s3;
