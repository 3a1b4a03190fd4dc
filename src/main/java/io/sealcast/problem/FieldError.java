package io.sealcast.problem;

/**
 * The error of one invalid field of a request.
 *
 * @param field name of the field as in the request
 * @param message one sentence for people; it never quotes the value, which may be a secret
 */
public record FieldError(String field, String message) {}
