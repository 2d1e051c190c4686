/** What can be asked for: two levels over the whole supply chain of a startup. Names stand in the dictionary under tasks.category. */
export const categories = {
  setup: ["company", "licence", "change", "address", "account"],
  finance: ["bookkeeping", "tax", "audit", "plan", "subsidy"],
  legal: ["contract", "equity", "labour", "compliance", "dispute"],
  ip: ["trademark", "patent", "copyright", "search", "overseas"],
  design: ["logo", "brand", "interface", "packaging", "industrial", "space"],
  software: ["web", "app", "miniapp", "backend", "data", "testing"],
  marketing: ["strategy", "copy", "social", "video", "advertising", "event"],
  making: ["prototype", "mould", "electronics", "batch", "inspection", "materials"],
  logistics: ["warehouse", "freight", "customs", "delivery", "sourcing"],
  people: ["recruiting", "training", "payroll", "policies", "coaching"],
  language: ["translation", "interpreting", "localisation", "editing", "subtitles"],
  research: ["market", "users", "technology", "certification", "policy"],
} as const;

export type CategoryGroup = keyof typeof categories;
export type Category = { [G in CategoryGroup]: `${G}.${(typeof categories)[G][number]}` }[CategoryGroup];

export const groups = Object.keys(categories) as CategoryGroup[];
export const categoryCodes = groups.flatMap((group) => categories[group].map((leaf) => `${group}.${leaf}` as Category));
const known = new Set<string>(categoryCodes);

/** Kinds of work that nobody may ask for here, whatever the words: paid clicks, exam and thesis writing, lending, betting, data for sale. */
export const blockedCategories = ["marketing.fakeorders", "language.exams", "finance.lending", "software.betting", "research.personaldata"];

export const isCategory = (code: string): code is Category => known.has(code);
export const isGroup = (code: string): code is CategoryGroup => code in categories;
export const groupOf = (code: string): string => code.split(".")[0]!;
