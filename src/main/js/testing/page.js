import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Window } from 'happy-dom';

const WEBAPP = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../webapp');

const read = (file) => readFileSync(path.join(WEBAPP, file), 'utf8');

/**
 * Loads a page's own markup into a document, so that the modules are tested against its real ids and
 * classes. The tags of Faces are removed, since the modules don't use them.
 *
 * @param {string} name for instance `watch`
 */
export function openPage(name) {
  const source = read(`${name}.xhtml`).replace(
    /<ui:include src="([^"]*)"\/>/g,
    (_, included) => /<ui:composition[^>]*>([\s\S]*)<\/ui:composition>/.exec(read(included))[1],
  );
  const main = /<ui:define name="main">([\s\S]*?)<\/ui:define>/.exec(source)[1];
  const search = /<ui:define name="search">([\s\S]*?)<\/ui:define>/.exec(source)?.[1] ?? '';
  const markup = `${search}<main id="main">${main}</main>`
    .replace(/<\/?ui:fragment[^>]*>/g, '')
    .replace(/<(\w+)([^<>]*?)\/>/g, '<$1$2></$1>')
    .replace(/#\{[^}]*\}/g, '');
  const window = new Window({ url: `http://localhost:8000/${name}` });
  window.document.body.innerHTML = markup;
  Object.assign(globalThis, { document: window.document });
  // Node 20 has no such global, and that of later versions can't be assigned.
  const { navigator } = window;
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  return window;
}
