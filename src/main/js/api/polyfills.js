/**
 * What browsers lack that have no MediaSource either, such as Safari before 17.4: AbortSignal.any,
 * which the pages use, and Promise.withResolvers, which Shaka uses.
 */

/**
 * @param {Iterable<AbortSignal>} signals
 * @returns {AbortSignal} aborted with the first of the signals
 */
export function anySignal(signals) {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) {
      controller.abort(signal.reason);
      break;
    }
    signal.addEventListener('abort', () => controller.abort(signal.reason), {
      once: true,
      signal: controller.signal,
    });
  }
  return controller.signal;
}

/**
 * @template T
 * @returns {PromiseWithResolvers<T>}
 */
export function withResolvers() {
  /** @type {Partial<PromiseWithResolvers<T>>} */
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return /** @type {PromiseWithResolvers<T>} */ ({ ...settle, promise });
}

AbortSignal.any ??= anySignal;
Promise.withResolvers ??= withResolvers;
