import { ErrorCode } from '../errors/player-error.js';

/** Sends a visitor whose sign-in has ended to the sign-in page, and back here afterwards. */
export function signInAgain(error, place = location) {
  if (error.code !== ErrorCode.NOT_AUTHENTICATED) {
    return false;
  }
  place.assign(`/sign-in?${new URLSearchParams({ to: place.pathname + place.search })}`);
  return true;
}

const RELOADED = 'sealcast-reloaded';
const NOT_AGAIN_MS = 30_000;

/**
 * Loads the page again, as the server has it for whoever is signed in by now. Not twice in a row:
 * should the server's parts disagree about the sign-in, the page must stay usable.
 */
export function reloadOnce(place = location, storage = sessionStorage, now = Date.now()) {
  if (now - Number(storage.getItem(RELOADED)) < NOT_AGAIN_MS) {
    return false;
  }
  storage.setItem(RELOADED, now);
  place.reload();
  return true;
}
