/**
 * The codes of the errors that the page itself finds. All other codes come from the server, see
 * ErrorCode.java.
 */
export const ErrorCode = Object.freeze({
  ABORTED: 'aborted',
  CONNECTION_LOST: 'connection_lost',
  UNREADABLE_ANSWER: 'unreadable_answer',
  PLAYBACK_FAILED: 'playback_failed',
  NOT_SUPPORTED: 'not_supported',
  SESSION_ENDED: 'session_ended',
  NOT_AUTHENTICATED: 'not_authenticated',
});

/** @type {Record<string, string>} */
const DEFAULT_MESSAGES = {
  aborted: 'This was stopped.',
  connection_lost: "The server can't be reached.",
  unreadable_answer: "The server's answer can't be understood. Reload the page and try again.",
  playback_failed: "This browser couldn't play the video. Try again, or use another browser.",
  not_supported: "This browser can't play protected streams. Use a current Chrome, Firefox, Edge or Safari.",
  session_ended: 'The stream has ended; open it again with the key.',
  not_authenticated: 'You are signed out. Sign in again to go on.',
};

/** A repeated request may succeed after these errors; every other answer of the server is final. */
const TEMPORARY = new Set([
  'connection_lost',
  'unreadable_answer',
  'object_unavailable',
  'messaging_unavailable',
  'database_unavailable',
  'overloaded',
  'stream_timeout',
  'too_many_requests',
  'internal_error',
]);

/**
 * @typedef {object} FieldError
 * @property {string} field the name of the request's field
 * @property {string} message one sentence for the user
 */

/**
 * An error with a stable code and one sentence for the user. The message never holds a key or a URL.
 */
export class PlayerError extends Error {
  /**
   * @param {string} code one of {@link ErrorCode} or a code of the server
   * @param {string} [message] the default is the message that belongs to the code
   * @param {{fields?: FieldError[], retryAfterSeconds?: number, cause?: unknown}} [details]
   */
  constructor(code, message, details = {}) {
    super(message || DEFAULT_MESSAGES[code] || 'Something went wrong. Try again.', {
      cause: details.cause,
    });
    this.name = 'PlayerError';
    this.code = code;
    this.fields = details.fields ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds ?? 0;
  }

  /** Whether the same request may succeed a little later. */
  get temporary() {
    return TEMPORARY.has(this.code);
  }

  /**
   * The message for one field of the request, or an empty string.
   *
   * @param {string} field
   */
  fieldMessage(field) {
    return this.fields.find((error) => error.field === field)?.message ?? '';
  }

  static aborted() {
    return new PlayerError(ErrorCode.ABORTED);
  }

  /**
   * Turns anything that was thrown into a PlayerError.
   *
   * @param {unknown} thrown
   * @param {string} [code] the code for what is neither a PlayerError nor an AbortError
   */
  static from(thrown, code = ErrorCode.CONNECTION_LOST) {
    if (thrown instanceof PlayerError) {
      return thrown;
    }
    const aborted = thrown instanceof Error && thrown.name === 'AbortError';
    return new PlayerError(aborted ? ErrorCode.ABORTED : code, undefined, { cause: thrown });
  }
}
