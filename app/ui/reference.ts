import { createContext, useContext } from "react";

/** The number under which the server's log knows this page's request; the browser reads it from the page. */
export const ReferenceContext = createContext<string | undefined>(undefined);

export function useReference(): string | undefined {
  const given = useContext(ReferenceContext);
  if (typeof document === "undefined") return given;
  return document.querySelector<HTMLMetaElement>('meta[name="request-id"]')?.content || undefined;
}
