import { intermediaryMessage } from './intermediary.js';
import { ErrorCode, PlayerError } from './player-error.js';

/**
 * A problem document of RFC 9457, as far as the pages read it.
 *
 * @typedef {object} Problem
 * @property {unknown} [code]
 * @property {unknown} [title]
 * @property {unknown} [detail]
 * @property {unknown} [errors]
 */

/**
 * Reads an `application/problem+json` answer (RFC 9457) as a PlayerError.
 *
 * @param {Response} response an answer with a status of 400 or more
 * @returns {Promise<PlayerError>}
 */
export async function readProblem(response) {
  return parseProblem(
    response.status,
    await response.text().catch(() => ''),
    response.headers.get('Retry-After'),
    response.headers.get('Server'),
  );
}

/**
 * Does the same as {@link readProblem} for callers that have no Response.
 *
 * @param {number} status
 * @param {string} body
 * @param {string | null} retryAfter whole seconds
 * @param {string | null} [server] the header `Server`, which proxies set and Sealcast doesn't
 */
export function parseProblem(status, body, retryAfter, server) {
  const retryAfterSeconds = Number.parseInt(retryAfter ?? '', 10) || 0;
  /** @type {Problem} */
  let problem = {};
  try {
    problem = JSON.parse(body) ?? {};
  } catch {
    // The body is a proxy's page or empty, so only the status says what is wrong.
  }
  const { code, title, detail, errors } = problem;
  const isProblem = typeof code === 'string';
  const message = isProblem ? detail || title : intermediaryMessage(status, body, server);
  return new PlayerError(
    isProblem ? code : codeOfStatus(status),
    typeof message === 'string' ? message : undefined,
    { fields: Array.isArray(errors) ? errors : [], retryAfterSeconds },
  );
}

/** @param {number} status */
function codeOfStatus(status) {
  if (status === 401) {
    return ErrorCode.NOT_AUTHENTICATED;
  }
  if (status === 429) {
    return 'too_many_requests';
  }
  if (status === 413) {
    return 'request_too_large';
  }
  // Sealcast names a code in each refusal, so a status alone comes from elsewhere: 502 to 504 and
  // Cloudflare's 520 to 524 come from a proxy that can't reach Sealcast, and 404 comes from a server
  // that is starting or stopping.
  const unavailable = (status >= 502 && status <= 504) || (status >= 520 && status <= 524);
  return status === 404 || unavailable ? ErrorCode.CONNECTION_LOST : 'internal_error';
}
