/** What a person agrees to when signing up. A new version is a new date; each consent is kept with its version and moment. */
export const documents = { terms: "2026-12-01", privacy: "2026-12-02" } as const;
