import { byId, show } from '../ui/dom.js';

/**
 * @import {streamLink} from '../link/stream-link.js'
 *
 * @typedef {Pick<ReturnType<typeof streamLink>, 'name' | 'bytesByLink'>} Link
 */

/** @type {Record<string, string>} */
const LABELS = {
  websocket: 'WebSocket',
  sse: 'server-sent events',
  http: 'HTTP',
  native: 'HTTP, by the browser itself',
};

/**
 * The words for a link.
 *
 * @param {string} name
 */
export function linkLabel(name) {
  return LABELS[name];
}

/** Shows which transport the bytes of a video use. */
export class LinkStatus {
  #stage = byId('stage');
  #link;

  /** @param {() => Link | null} link gives the link of the current stream session */
  constructor(link) {
    this.#link = link;
  }

  update() {
    const link = this.#link();
    if (link) {
      const bytes = link.bytesByLink;
      this.#stage.dataset.link = link.name;
      this.#stage.dataset.bytes = JSON.stringify(bytes); // for the tests
      byId('link-words').textContent = `Streaming over ${linkLabel(link.name)}`;
      const isUsed = link.name === 'native' || Object.values(bytes).some((n) => n > 0);
      show(byId('link-fact'), isUsed);
    }
  }
}
