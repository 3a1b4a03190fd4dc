package io.sealcast.processing;

/**
 * A published part of a smaller rendition, to be registered in the catalog.
 *
 * @param published the part
 * @param initDigest digest of its initialization segment, which all parts of a rendition share
 */
record PublishedRungPart(PublishedPart published, String initDigest) {}
