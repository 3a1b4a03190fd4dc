package io.sealcast.ingest;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One part of a multipart body.
 *
 * @param name name of the form field
 * @param filename file name as the client sent it, or null for a part that isn't a file; it must
 *     never be used as a path
 * @param body content of the part, valid until the next part is read; its only exception is {@link
 *     io.sealcast.problem.DomainException} UPLOAD_INCOMPLETE
 */
record Part(String name, @Nullable String filename, InputStream body) {}
