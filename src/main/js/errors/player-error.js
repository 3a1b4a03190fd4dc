/** The codes that the page itself finds; all others come from the server, see ErrorCode.java. */
export const Code = Object.freeze({
  ABORTED: 'aborted',
  CONNECTION_LOST: 'connection_lost',
  UNREADABLE_ANSWER: 'unreadable_answer',
  PLAYBACK_FAILED: 'playback_failed',
  NOT_SUPPORTED: 'not_supported',
  SESSION_ENDED: 'session_ended',
  NOT_AUTHENTICATED: 'not_authenticated',
});

const WORDS = {
  aborted: 'This was stopped.',
  connection_lost: "The server can't be reached.",
  unreadable_answer: "The server's answer can't be understood. Reload the page and try again.",
  playback_failed: "This browser couldn't play the video. Try again, or use another browser.",
  not_supported: "This browser can't play protected streams. Use a current Chrome, Firefox, Edge or Safari.",
  session_ended: 'The stream has ended; open it again with the key.',
  not_authenticated: 'You are signed out. Sign in again to go on.',
};

/** Failures that asking again may cure; whatever else the server says is final. */
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
 * What went wrong, with a stable code and one sentence for the viewer. The message never holds a
 * key or a URL.
 */
export class PlayerError extends Error {
  /**
   * @param {string} code one of {@link Code} or a server's code
   * @param {string} [message] default: the words for the code
   * @param {{fields?: {field: string, message: string}[], retryAfterSeconds?: number,
   *     cause?: unknown}} [more]
   */
  constructor(code, message, more = {}) {
    super(message || WORDS[code] || 'Something went wrong. Try again.', { cause: more.cause });
    this.name = 'PlayerError';
    this.code = code;
    this.fields = more.fields ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds ?? 0;
  }

  /** Whether the same request may succeed a little later. */
  get temporary() {
    return TEMPORARY.has(this.code);
  }

  /** The words for one field, or an empty string. */
  wordsFor(field) {
    return this.fields.find((f) => f.field === field)?.message ?? '';
  }

  static aborted() {
    return new PlayerError(Code.ABORTED);
  }

  /** Any thrown thing as a PlayerError; what isn't one becomes {@code code}. */
  static from(thrown, code = Code.CONNECTION_LOST) {
    if (thrown instanceof PlayerError) {
      return thrown;
    }
    return new PlayerError(thrown?.name === 'AbortError' ? Code.ABORTED : code, undefined, {
      cause: thrown,
    });
  }
}
