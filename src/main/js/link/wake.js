/**
 * Calls back when it is worth to ask the server again at once: the browser has a network again, the
 * tab is looked at again, or was thawed. None of these says that the server can be reached.
 *
 * @param {() => void} listener
 * @param {{window?: EventTarget, document?: EventTarget & {visibilityState: string}}} [page]
 * @returns {() => void} ends it
 */
export function onWake(listener, page = globalThis) {
  const leave = new AbortController();
  const { signal } = leave;
  page.window?.addEventListener('online', listener, { signal });
  page.document?.addEventListener('resume', listener, { signal });
  page.document?.addEventListener(
    'visibilitychange',
    () => page.document.visibilityState === 'visible' && listener(),
    { signal },
  );
  return () => leave.abort();
}

/**
 * Waits, for less when {@link onWake} says so.
 *
 * @param {number} ms
 * @param {AbortSignal} signal what stops the waiting
 * @param {typeof onWake} [wake]
 * @returns {Promise<void>} rejects with the signal's reason
 */
export function waitOrWake(ms, signal, wake = onWake) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const end = (settle) => () => {
      clearTimeout(timer);
      forget();
      signal.removeEventListener('abort', stop);
      settle();
    };
    const stop = end(() => reject(signal.reason));
    const timer = setTimeout(end(resolve), ms);
    const forget = wake(end(resolve));
    signal.addEventListener('abort', stop, { once: true });
  });
}
