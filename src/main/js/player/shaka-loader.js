import { ErrorCode, PlayerError } from '../errors/player-error.js';

/** @import {Shaka} from './shaka-scheme.js' */

/**
 * Loads Shaka while the viewer types the key. A failure is reported, and the load repeated, when
 * Shaka is needed.
 */
export class ShakaLoader {
  #load;
  #loading;

  /** @param {() => Promise<{default: Shaka}>} load imports the module */
  constructor(load) {
    this.#load = load;
    this.#loading = this.#start();
  }

  /** Returns Shaka, or fails with a PlayerError. */
  async shaka() {
    const module = await this.#loading.catch(() => (this.#loading = this.#start()));
    return module.default;
  }

  #start() {
    const loading = this.#load().catch((cause) => {
      throw new PlayerError(ErrorCode.CONNECTION_LOST, undefined, { cause });
    });
    loading.catch(() => {}); // It is reported when Shaka is needed.
    return loading;
  }
}
