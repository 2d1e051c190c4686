import sanitize from "sanitize-html";
import { asMarkup } from "#app/campaigns/editing/markup.ts";
import { saysSomething } from "#app/campaigns/editing/promises.ts";

/**
 * Markup that people wrote, made safe before it is kept: a closed list of tags, no styles, no scripts, links to https only, pictures only
 * from our own store and only those named. Whoever shows it may show it as it is.
 */
const picture = /^\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\?size=thumb)?$/;

export type Markup = { html: string; pictures: string[]; nameless: number; text: string };

/** `pictures`: the files that may stand in it. Text without any markup becomes paragraphs. */
export function sanitiseMarkup(typed: string, pictures: readonly string[]): Markup {
  const used: string[] = [];
  let nameless = 0;
  const html = sanitize(asMarkup(typed), {
    allowedTags: ["h2", "h3", "p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "blockquote", "hr", "a", "img"],
    allowedAttributes: { a: ["href", "rel", "target"], img: ["src", "alt", "loading"] },
    allowedSchemes: ["https"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    nestingLimit: 12,
    transformTags: {
      a: (_tag, { href }) => ({
        tagName: "a",
        attribs:
          href && /^https:\/\//i.test(href) ? { href, rel: "noopener nofollow ugc", target: "_blank" } : ({} as Record<string, string>),
      }),
      img: (_tag, { src = "", alt = "" }) => {
        const id = picture.exec(src)?.[1];
        if (!id || !pictures.includes(id)) return { tagName: "img", attribs: {} as Record<string, string> };
        used.push(id);
        if (!saysSomething(alt)) nameless++;
        return { tagName: "img", attribs: { src: `/files/${id}`, alt: alt.slice(0, 200), loading: "lazy" } };
      },
    },
    exclusiveFilter: (frame) => frame.tag === "img" && !frame.attribs.src,
  });
  return { html, pictures: [...new Set(used)], nameless, text: textOf(html) };
}

/** The words of markup, a line for each block. */
export const textOf = (html: string) =>
  sanitize(html.replace(/<\/(?:p|h2|h3|li|blockquote)>|<br\s*\/?>|<hr\s*\/?>/gi, "$&\n"), {
    allowedTags: [],
    allowedAttributes: {},
    parser: { decodeEntities: true },
  })
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\n{2,}/g, "\n")
    .trim();

/** Every picture of our store that this markup points to, allowed or not. */
export const picturesIn = (typed: string) => [
  ...new Set([...typed.matchAll(/\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g)].map((match) => match[1]!)),
];
