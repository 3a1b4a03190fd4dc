/** Small helpers for pages. Text goes in as text, never as markup. */

/** The element with an id; a page that lacks it is broken, and says which. */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page has no #${id}`);
  }
  return element;
}

/** Shows or hides. */
export function show(element, visible = true) {
  element.hidden = !visible;
}

/** A fresh copy of a template's first element. */
export function fromTemplate(id) {
  return byId(id).content.firstElementChild.cloneNode(true);
}

/** Puts the words beside a field, marks it, and takes both away again for an empty string. */
export function tellField(input, words) {
  byId(`${input.id}-problem`).textContent = words;
  input.setAttribute('aria-invalid', words ? 'true' : 'false');
}
