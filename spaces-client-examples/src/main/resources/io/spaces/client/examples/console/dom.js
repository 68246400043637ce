/** Small helpers to build and find elements. */

export const find = (id) => document.getElementById(id);

/** An element with attributes and children; text is always text, never HTML. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

let hiding;

/** Says something in passing, also to screen readers. */
export function notice(text) {
  find('notice').textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => { find('notice').textContent = ''; }, 6000);
}
