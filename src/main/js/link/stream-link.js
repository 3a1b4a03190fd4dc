import { HttpLink } from './http-link.js';
import { mediaUrl } from './range-link.js';
import { ResilientLink } from './resilient-link.js';
import { SseLink } from './sse-link.js';
import { WebSocketLink } from './websocket-link.js';

/** @import {StreamAddress} from './range-link.js' */

/**
 * The link of one stream session, which prefers WebSocket to SSE and SSE to HTTP.
 *
 * @param {StreamAddress} address
 * @param {ConstructorParameters<typeof ResilientLink>[1] & {WebSocket?: typeof WebSocket}} [options]
 */
export function streamLink(address, options = {}) {
  return new ResilientLink(
    [
      new WebSocketLink(address.websocket, options.WebSocket ? { WebSocket: options.WebSocket } : {}),
      new SseLink(address.events),
      new HttpLink((object) => mediaUrl(address, object)),
    ],
    options,
  );
}
