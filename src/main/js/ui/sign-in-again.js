import { Code } from '../player/player-error.js';

/** Sends a visitor whose sign-in has ended to the sign-in page, and back here afterwards. */
export function signInAgain(error, place = location) {
  if (error.code !== Code.NOT_AUTHENTICATED) {
    return false;
  }
  place.assign(`/sign-in?${new URLSearchParams({ to: place.pathname + place.search })}`);
  return true;
}
