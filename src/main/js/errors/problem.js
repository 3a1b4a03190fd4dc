import { wordsOfIntermediary } from './intermediary.js';
import { Code, PlayerError } from './player-error.js';

/**
 * Reads an `application/problem+json` answer (RFC 9457) as a PlayerError.
 *
 * @param {Response} response one with a status of 400 or more
 * @returns {Promise<PlayerError>}
 */
export async function problemOf(response) {
  return problemFrom(
    response.status,
    await response.text().catch(() => ''),
    response.headers.get('Retry-After'),
    response.headers.get('Server'),
  );
}

/**
 * The same from the parts, for callers that have no Response.
 *
 * @param {number} status
 * @param {string} body
 * @param {string | null} retryAfter whole seconds
 * @param {string | null} [server] the header `Server`, which proxies set and Sealcast doesn't
 */
export function problemFrom(status, body, retryAfter, server) {
  const retryAfterSeconds = Number.parseInt(retryAfter ?? '', 10) || 0;
  let problem = {};
  try {
    problem = JSON.parse(body) ?? {};
  } catch {
    // A proxy's page, or nothing at all: the status has to do.
  }
  const ours = typeof problem.code === 'string';
  const code = ours ? problem.code : codeOfStatus(status);
  const message = ours ? problem.detail || problem.title : wordsOfIntermediary(status, body, server);
  const fields = Array.isArray(problem.errors) ? problem.errors : [];
  return new PlayerError(code, typeof message === 'string' ? message : undefined, {
    fields,
    retryAfterSeconds,
  });
}

function codeOfStatus(status) {
  if (status === 401) {
    return Code.NOT_AUTHENTICATED;
  }
  if (status === 429) {
    return 'too_many_requests';
  }
  if (status === 413) {
    return 'request_too_large';
  }
  // The application names a code with each refusal, so these come from elsewhere: 502 to 504, or
  // Cloudflare's 520 to 524, from a proxy whose server is away, 404 from a server that is starting or
  // stopping.
  const away = (status >= 502 && status <= 504) || (status >= 520 && status <= 524);
  return status === 404 || away ? Code.CONNECTION_LOST : 'internal_error';
}
