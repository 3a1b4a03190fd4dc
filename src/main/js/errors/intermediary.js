/**
 * What a server in front of Sealcast (RFC 9110, section 3.7: an intermediary) answers in its own
 * words. Each refusal of Sealcast is a problem document with a code, and Sealcast sends no header
 * `Server`, so that anything else comes from a proxy, which may be one that nobody configured.
 */

/** Products that say who they are, in `Server` or in the page, and their limit on a request's size. */
const PRODUCTS = [
  { name: 'Cloudflare', trace: /cloudflare/i, limit: 'the upload limit of its plan' },
  { name: 'Caddy', trace: /\bcaddy\b/i, limit: 'max_size of request_body' },
  { name: 'Apache', trace: /\bapache\b/i, limit: 'LimitRequestBody' },
  { name: 'nginx', trace: /\b(nginx|openresty)\b/i, limit: 'client_max_body_size' },
];

const ANY_LIMIT = 'its limit on the size of a request (in nginx client_max_body_size, in Apache LimitRequestBody)';

/** nginx takes 1 MB where nobody configured it; nobody's limit is lower. */
const LOWEST_LIMIT = 1_000_000;

/** A browser has sent some more than the proxy has read when it hears of the refusal. */
const EARLY = 8 * 1_048_576;

/**
 * Sentences for a refusal by an intermediary, or undefined for a status that says nothing of it.
 *
 * @param {number} status
 * @param {string} body the intermediary's page
 * @param {string | null} [server] the header `Server`
 * @returns {string | undefined}
 */
export function wordsOfIntermediary(status, body, server) {
  const product = productOf(server ?? '') ?? productOf(body);
  const who = `A server in front of Sealcast${product ? ` (${product.name})` : ''}`;
  switch (status) {
    case 413:
      return `${who} refuses uploads of this size. Whoever runs it can raise ${product?.limit ?? ANY_LIMIT}.`;
    case 502:
    case 503:
    case 520: // and the next: Cloudflare's
    case 521:
    case 522:
    case 523:
      return `${who} can't reach Sealcast, which may be starting. Try again in a moment.`;
    case 504:
    case 524: // Cloudflare's too
      return `${who} waited too long for Sealcast's answer. Try again in a moment.`;
    default:
      return undefined;
  }
}

/**
 * A proxy may reset the connection while the browser still sends: then its 413 is never read, and
 * the moment is all there is to tell by.
 *
 * @param {number} sent bytes
 * @param {number} total bytes
 * @returns {string} a sentence, or nothing where a limit is no likely reason
 */
export function hintAtSizeLimit(sent, total) {
  return total > LOWEST_LIMIT && sent <= EARLY
    ? 'If it breaks off this early each time, a proxy in front of Sealcast may be limiting the size of uploads (in nginx client_max_body_size).'
    : '';
}

function productOf(text) {
  return PRODUCTS.find(({ trace }) => trace.test(text));
}
