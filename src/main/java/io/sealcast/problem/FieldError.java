package io.sealcast.problem;

/**
 * One field of a request that isn't acceptable.
 *
 * @param field the field's name as the caller wrote it
 * @param message one sentence a person understands; never the value itself, which may be a secret
 */
public record FieldError(String field, String message) {}
