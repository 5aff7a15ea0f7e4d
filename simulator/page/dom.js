// Building nodes. Names and texts come from anybody, so nothing here ever parses markup: strings become text nodes.

/** h("button", {class: "x", onclick: f, "data-testid": "y", disabled: true}, child, "text", …) */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAll(node, attributes);
  append(node, children);
  return node;
}

function setAll(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(node, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** One call per frame, also while the tab is in the background (where frames do not come). */
export function perFrame(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    const run = () => {
      if (!waiting) return;
      waiting = false;
      work();
    };
    requestAnimationFrame(run);
    setTimeout(run, 120);
  };
}

/** A number that stays the same for the same text: colours of avatars, bars of a voice message. */
export function hash(text) {
  let value = 2166136261;
  for (const character of String(text)) value = Math.imul(value ^ character.codePointAt(0), 16777619);
  return value >>> 0;
}
