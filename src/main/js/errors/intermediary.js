/**
 * Explains the answers of a server in front of Sealcast (an intermediary, RFC 9110, section 3.7).
 * Each refusal of Sealcast is a problem document with a code, and Sealcast sends no header `Server`.
 * Any other refusal therefore comes from a proxy, which may be one with its default settings.
 */

/**
 * Products that name themselves in the header `Server` or in the page, and the setting by which each
 * of them limits the size of a request.
 */
const PRODUCTS = [
  { name: 'Cloudflare', pattern: /cloudflare/i, limit: 'the upload limit of its plan' },
  { name: 'Caddy', pattern: /\bcaddy\b/i, limit: 'max_size of request_body' },
  { name: 'Apache', pattern: /\bapache\b/i, limit: 'LimitRequestBody' },
  { name: 'nginx', pattern: /\b(nginx|openresty)\b/i, limit: 'client_max_body_size' },
];

const ANY_LIMIT = 'its limit on the size of a request (in nginx client_max_body_size, in Apache LimitRequestBody)';

/** nginx accepts 1 MB by default, in bytes; no other product has a lower limit. */
const LOWEST_SIZE_LIMIT = 1_000_000;

/** A browser has sent up to so many bytes when it learns that a proxy has refused the upload. */
const MAX_SENT_BEFORE_REFUSAL = 8 * 1_048_576;

/**
 * The message for a refusal by an intermediary, or undefined for a status that none explains.
 *
 * @param {number} status
 * @param {string} body the intermediary's page
 * @param {string | null} [server] the header `Server`
 * @returns {string | undefined}
 */
export function intermediaryMessage(status, body, server) {
  const product = productOf(server ?? '') ?? productOf(body);
  const who = `A server in front of Sealcast${product ? ` (${product.name})` : ''}`;
  switch (status) {
    case 413:
      return `${who} refuses uploads of this size. Whoever runs it can raise ${product?.limit ?? ANY_LIMIT}.`;
    case 502:
    case 503:
    case 520: // The statuses from 520 on are Cloudflare's own.
    case 521:
    case 522:
    case 523:
      return `${who} can't reach Sealcast, which may be starting. Try again in a moment.`;
    case 504:
    case 524: // This status is Cloudflare's own, too.
      return `${who} waited too long for Sealcast's answer. Try again in a moment.`;
    default:
      return undefined;
  }
}

/**
 * A hint for an upload whose connection broke. A proxy may reset the connection while the browser
 * still sends; the browser then never reads the status 413, and only the number of bytes that were
 * sent tells that a size limit is the likely reason.
 *
 * @param {number} sent bytes
 * @param {number} total bytes
 * @returns {string} one sentence, or an empty string where a size limit is not likely the reason
 */
export function sizeLimitHint(sent, total) {
  return total > LOWEST_SIZE_LIMIT && sent <= MAX_SENT_BEFORE_REFUSAL
    ? 'If it breaks off this early each time, a proxy in front of Sealcast may be limiting the size of uploads (in nginx client_max_body_size).'
    : '';
}

/** @param {string} text */
function productOf(text) {
  return PRODUCTS.find(({ pattern }) => pattern.test(text));
}
