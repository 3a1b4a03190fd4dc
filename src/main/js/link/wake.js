/**
 * Calls the listener whenever a retry is worthwhile at once: the browser has a network again, or the
 * tab becomes visible or is resumed. None of these events says that the server can be reached.
 *
 * @param {() => void} listener
 * @param {{window?: EventTarget, document?: EventTarget & {visibilityState: string}}} [page]
 * @returns {() => void} removes the listener
 */
export function onWake(listener, page = globalThis) {
  const { window, document } = page;
  const removed = new AbortController();
  const { signal } = removed;
  window?.addEventListener('online', listener, { signal });
  document?.addEventListener('resume', listener, { signal });
  document?.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && listener(),
    { signal },
  );
  return () => removed.abort();
}

/**
 * Waits for a time; {@link onWake} ends the wait early.
 *
 * @param {number} ms
 * @param {AbortSignal} signal aborts the wait
 * @param {typeof onWake} [wake]
 * @returns {Promise<void>} rejects with the signal's reason
 */
export function waitOrWake(ms, signal, wake = onWake) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const end = (/** @type {() => void} */ settle) => () => {
      clearTimeout(timer);
      removeListener();
      signal.removeEventListener('abort', stop);
      settle();
    };
    const stop = end(() => reject(signal.reason));
    const timer = setTimeout(end(resolve), ms);
    const removeListener = wake(end(resolve));
    signal.addEventListener('abort', stop, { once: true });
  });
}
