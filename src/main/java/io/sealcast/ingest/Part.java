package io.sealcast.ingest;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One part of a multipart body, read where it passes.
 *
 * @param name of the field
 * @param filename as given, or null for a part that isn't a file; never a path
 * @param body valid until the next part is asked for; throws only {@link
 *     io.sealcast.problem.DomainException} UPLOAD_INCOMPLETE
 */
record Part(String name, @Nullable String filename, InputStream body) {}
