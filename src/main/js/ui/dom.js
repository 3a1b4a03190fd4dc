/** Small helpers for pages. They set text as text, never as markup. */

/**
 * The element with an id. Throws where the page lacks it, or has another kind of element there.
 *
 * @overload
 * @param {string} id
 * @returns {HTMLElement}
 */
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @overload
 * @param {string} id
 * @param {Tag} tag the element's name
 * @returns {HTMLElementTagNameMap[Tag]}
 */
/**
 * @param {string} id
 * @param {string} [tag]
 * @returns {HTMLElement}
 */
export function byId(id, tag) {
  return checked(document.getElementById(id), `#${id}`, tag);
}

/**
 * The first element that matches a selector, with the checks of {@link byId}.
 *
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Tag} tag the element's name
 * @returns {HTMLElementTagNameMap[Tag]}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {string} [tag]
 * @returns {HTMLElement}
 */
export function find(root, selector, tag) {
  return checked(root.querySelector(selector), selector, tag);
}

/**
 * @param {Element | null} element
 * @param {string} selector
 * @param {string} [tag]
 */
function checked(element, selector, tag) {
  if (!element || (tag && element.localName !== tag)) {
    throw new Error(`the page has no ${tag ?? ''}${selector}`);
  }
  return /** @type {HTMLElement} */ (element);
}

/**
 * Shows or hides an element.
 *
 * @param {HTMLElement} element
 * @param {boolean} [visible]
 */
export function show(element, visible = true) {
  element.hidden = !visible;
}

/**
 * A new copy of a template's first element.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  const content = byId(id, 'template').content.firstElementChild;
  return /** @type {HTMLElement} */ (checked(content, `#${id} *`).cloneNode(true));
}

/**
 * Shows an error beside a field and marks the field as invalid; an empty message removes both.
 *
 * @param {HTMLInputElement} input
 * @param {string} message
 */
export function setFieldError(input, message) {
  byId(`${input.id}-problem`).textContent = message;
  input.setAttribute('aria-invalid', message ? 'true' : 'false');
}
