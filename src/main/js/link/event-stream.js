/**
 * Yields the data of each event of a `text/event-stream` body as it arrives. EventSource can't be
 * used: it hides the status of an answer, and no AbortSignal stops it. The `data` lines of a range
 * are over a million characters long, and each event has one.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {() => void} [onActivity] called whenever something arrives, also for comments
 * @returns {AsyncGenerator<string, void>}
 */
export async function* readEventData(body, onActivity = () => {}) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  /** @type {string[]} */
  let pending = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      onActivity();
      // Joining at every read would copy a long line again and again.
      pending.push(value);
      if (!value.includes('\n')) {
        continue;
      }
      const lines = pending.join('').split('\n');
      pending = [lines.pop() ?? ''];
      for (const line of lines) {
        if (line.startsWith('data:')) {
          yield line.slice(5).trim();
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
