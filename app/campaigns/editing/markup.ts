const plain = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
/** Typed without scripts: blank lines part paragraphs. Whoever writes tags is taken at their word. */
export const asMarkup = (typed: string) =>
  /<(?:p|h2|h3|ul|ol|blockquote|img|br)\b/i.test(typed)
    ? typed
    : typed
        .split(/\n\s*\n/)
        .map((part) => part.trim())
        .filter(Boolean)
        .map((part) => `<p>${plain(part).replace(/\n/g, "<br />")}</p>`)
        .join("");
