package io.sealcast.problem;

/**
 * The stable codes of all failures that are reported to callers. A code never changes its meaning;
 * its message may change. The HTTP status is that of the {@code application/problem+json} response.
 */
public enum ErrorCode {
  // authentication and authorization
  NOT_AUTHENTICATED(401, "Sign in first."),
  INVALID_CREDENTIALS(401, "The user name or the password is not right. Check both and try again."),
  FORBIDDEN_ORIGIN(403, "This site may not use the API in your name."),
  HTTPS_REQUIRED(403, "This server is used by https only."),
  REGISTRATION_CLOSED(403, "New accounts can't be opened here."),
  USERNAME_TAKEN(409, "This user name is taken."),
  // requests
  BAD_REQUEST(400, "The request can't be understood."),
  NON_CANONICAL_ADDRESS(400, "The address has to be written in its usual form."),
  MISSING_FIELD(400, "Something required is missing."),
  VALIDATION_FAILED(422, "Something in the request isn't acceptable."),
  NOT_FOUND(404, "There is nothing here."),
  METHOD_NOT_ALLOWED(405, "This can't be done here."),
  NOT_ACCEPTABLE(406, "This can't be answered in the format asked for."),
  REQUEST_TOO_SLOW(
      408,
      "The request came too slowly and was broken off. Send it again over a faster connection."),
  REQUEST_TOO_LARGE(413, "The request is larger than this server takes."),
  UNSUPPORTED_MEDIA_TYPE(415, "The request is in a format that isn't understood here."),
  RANGE_NOT_SATISFIABLE(416, "The range lies outside of the object."),
  // uploads
  UPLOAD_TOO_LARGE(
      413, "The video is larger than this server takes. Make it smaller and upload that."),
  UPLOAD_INCOMPLETE(400, "The upload broke off, and nothing of it was kept. Upload it again."),
  STORAGE_UNAVAILABLE(503, "The video can't be stored at the moment. Try again in a moment."),
  INSUFFICIENT_STORAGE(
      507, "The server has no room for this video. Delete something you don't need."),
  // captions
  INVALID_CAPTIONS(422, "The captions can't be read. Choose a file in WebVTT or SubRip."),
  CAPTIONS_TOO_LARGE(413, "The captions are larger than 2 MiB. Choose a smaller file."),
  TOO_MANY_CAPTIONS(409, "The video has 32 captions already. Remove one first."),
  // keys and streams
  INVALID_ENCRYPTION_KEY(
      403, "The encryption key doesn't open this video. Check it and try again."),
  VIDEO_NOT_READY(409, "The video isn't ready to be played yet."),
  VIDEO_BUSY(409, "The video is being prepared already. Wait until it is ready."),
  VIDEO_NOT_PROCESSING(409, "The video isn't being prepared any more; there is nothing to cancel."),
  SOURCE_MISSING(
      409, "The uploaded file isn't in the storage any more. Upload the video once more."),
  TOO_MANY_REQUESTS(429, "Too many attempts; wait a moment."),
  SESSION_ENDED(404, "The stream has ended; open it again with the key."),
  // processing failures, kept with a failed video
  NOT_A_VIDEO(422, "The file isn't a video that can be played. Upload another one."),
  EMPTY_FILE(422, "The file is empty. Choose another one."),
  TRUNCATED_VIDEO(422, "The file is cut off: a part of it is missing. Upload the whole of it."),
  UNSUPPORTED_CODEC(
      422, "The format can't be read here. Convert the video to MP4 and upload that."),
  SOURCE_LIMIT_EXCEEDED(422, "The video is longer or larger than this server prepares."),
  PROCESSING_TIMEOUT(500, "Preparing the video took too long. Upload a shorter or smaller one."),
  PROCESSING_FAILED(500, "The video could not be prepared. Convert it to MP4 and upload that."),
  PROCESSING_INTERRUPTED(
      500,
      "Preparing the video broke off on the server. Process it again; no new upload is needed."),
  PROCESSING_CANCELLED(
      409, "You stopped the preparation. Process the video again; no new upload is needed."),
  PROCESSING_LOST(
      500,
      "The server lost the order to prepare the video. Process it again; no new upload is needed."),
  // the server and its services
  INTEGRITY_FAILED(500, "The stored video is damaged; not a byte of the damaged part was sent."),
  OBJECT_UNAVAILABLE(503, "The stored video can't be read at the moment. Try again in a moment."),
  MESSAGING_UNAVAILABLE(
      503, "The message broker can't be used at the moment. Try again in a moment."),
  DATABASE_UNAVAILABLE(503, "The database can't be reached. Try again in a moment."),
  OVERLOADED(503, "The server is busy; try again in a moment."),
  STREAM_TIMEOUT(504, "No answer came from the processors. Try again in a moment."),
  INTERNAL_ERROR(500, "Something went wrong on the server.");

  private final int httpStatus;
  private final String defaultMessage;

  ErrorCode(int httpStatus, String defaultMessage) {
    this.httpStatus = httpStatus;
    this.defaultMessage = defaultMessage;
  }

  /** Returns the code in the form of the API, for instance {@code invalid_encryption_key}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns the HTTP status, 400 to 599. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Returns a message for people, in English. */
  public String defaultMessage() {
    return defaultMessage;
  }

  /**
   * Returns the constant of a code in the form of the API; {@link #INTERNAL_ERROR} for an unknown
   * code.
   */
  public static ErrorCode fromCode(String code) {
    for (ErrorCode candidate : values()) {
      if (candidate.code().equals(code)) {
        return candidate;
      }
    }
    return INTERNAL_ERROR;
  }
}
