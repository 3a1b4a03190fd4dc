import { withBasePath } from '../api/base-path.js';
import { ErrorCode } from '../errors/player-error.js';

/** @import {PlayerError} from '../errors/player-error.js' */

/**
 * If the sign-in has ended, opens the sign-in page, which leads back to this page afterwards.
 *
 * @param {PlayerError} error
 * @param {Pick<Location, 'assign' | 'pathname' | 'search'>} [page]
 * @returns {boolean} whether the error is the end of the sign-in
 */
export function redirectToSignIn(error, page) {
  if (error.code !== ErrorCode.NOT_AUTHENTICATED) {
    return false;
  }
  const { pathname, search } = page ?? location;
  (page ?? location).assign(
    withBasePath(`/sign-in?${new URLSearchParams({ to: pathname + search })}`),
  );
  return true;
}

const RELOADED_AT_KEY = 'sealcast-reloaded';
const MIN_RELOAD_INTERVAL_MS = 30_000;

/**
 * Reloads the page, so that the server shows it to whoever is signed in now. It doesn't do so twice
 * in a row: where parts of the server disagree about the sign-in, the page has to stay usable.
 *
 * @param {Pick<Location, 'reload'>} [page]
 * @param {Pick<Storage, 'getItem' | 'setItem'>} [storage]
 * @param {number} [now] milliseconds
 * @returns {boolean} whether the page is reloaded
 */
export function reloadOnce(page = location, storage = sessionStorage, now = Date.now()) {
  if (now - Number(storage.getItem(RELOADED_AT_KEY)) < MIN_RELOAD_INTERVAL_MS) {
    return false;
  }
  storage.setItem(RELOADED_AT_KEY, String(now));
  page.reload();
  return true;
}
