/**
 * Returns the path of a page or of the API as the browser has to request it: the server may be found
 * under a path such as `/videos`, which every page names. Answers of the API have it in their
 * addresses already.
 *
 * @param {string} path path inside of the application, with a slash at the beginning
 * @returns {string}
 */
export function withBasePath(path) {
  const meta = globalThis.document?.querySelector('meta[name="sealcast-base"]');
  return (meta?.getAttribute('content') ?? '') + path;
}
