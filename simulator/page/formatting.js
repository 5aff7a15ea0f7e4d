// The marks that Telegram's own apps understand while writing: **bold** __italic__ ~~struck~~ ||hidden|| `code` ```block```.
const MARKS = [
  ["```", "pre"],
  ["`", "code"],
  ["**", "bold"],
  ["__", "italic"],
  ["~~", "strikethrough"],
  ["||", "spoiler"],
];
const LITERAL = new Set(["pre", "code"]); // nothing inside of these is a mark

/** {text, entities}: the marks taken out, their places noted in UTF-16 units. */
export function parseMarks(source) {
  let text = "";
  const entities = [];
  const scan = (part) => {
    for (let at = 0; at < part.length; ) {
      const mark = MARKS.find(([sign]) => part.startsWith(sign, at));
      const end = mark ? part.indexOf(mark[0], at + mark[0].length + 1) : -1;
      const inner = mark && end > 0 ? part.slice(at + mark[0].length, end) : "";
      if (!inner.trim()) {
        text += part[at++];
        continue;
      }
      const entity = { type: mark[1], offset: text.length, length: 0 };
      entities.push(entity);
      if (LITERAL.has(entity.type)) text += inner.replace(/^\n/, "");
      else scan(inner);
      entity.length = text.length - entity.offset;
      at = end + mark[0].length;
    }
  };
  scan(source);
  return { text, entities: entities.filter((entity) => entity.length > 0) };
}
