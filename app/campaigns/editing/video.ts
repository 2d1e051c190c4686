/** Links to videos are shown as cards, never embedded: a page of ours runs nothing of others. */
const hosts: Record<string, "bilibili" | "youku" | "tencent" | "youtube"> = {
  "www.bilibili.com": "bilibili",
  "b23.tv": "bilibili",
  "v.youku.com": "youku",
  "v.qq.com": "tencent",
  "www.youtube.com": "youtube",
  "youtu.be": "youtube",
};

/** The video that a link leads to, or null when it is not a place we know. */
export function videoOf(text: string): { url: string; host: (typeof hosts)[string] } | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const host = hosts[url.hostname];
  return url.protocol === "https:" && url.username === "" && url.port === "" && host && url.pathname.length > 1
    ? { url: url.href, host }
    : null;
}
