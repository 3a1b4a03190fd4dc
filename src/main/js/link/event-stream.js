/**
 * The data of each event of a `text/event-stream` body, as it arrives. EventSource would do, but it
 * hides an answer's status, and it can't be aborted by a signal.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} [heard] called for everything that arrives, comments too
 * @returns {AsyncGenerator<string>}
 */
export async function* eventsOf(body, heard = () => {}) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      heard();
      // A line of one chunk is over a million characters: join once, not at each read.
      pending.push(value);
      if (!value.includes('\n')) {
        continue;
      }
      const lines = pending.join('').split('\n');
      pending = [lines.pop()];
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
