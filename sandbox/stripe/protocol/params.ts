// Form bodies and query strings as trees, and the checks that each endpoint makes of them.
import { invalid } from "#sandbox/stripe/protocol/error.ts";

export type Raw = string | number | boolean | null | RawTree | Raw[];
export interface RawTree {
  [name: string]: Raw | undefined;
}
export type Parser<T> = (raw: Raw, path: string) => T;
interface Required<T> {
  required: Parser<T>;
}
type Field<T> = Parser<T> | Required<T>;
type Shape = Record<string, Field<unknown>>;
export type Parsed<S> = { [K in keyof S as S[K] extends Required<unknown> ? K : never]: S[K] extends Required<infer T> ? T : never } & {
  [K in keyof S as S[K] extends Required<unknown> ? never : K]?: S[K] extends Parser<infer T> ? T : never;
};

/** `a[b][0]=c` as a tree; lists are indexed or end in `[]`. */
export function decode(form: string): RawTree {
  const tree: RawTree = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const keys = name.split(/\[|\]\[|\]/).filter((key, i, all) => i < all.length - 1 || key !== "" || !name.endsWith("]"));
    let node = tree;
    keys.forEach((key, i) => {
      const at = key === "" ? String(Object.keys(node).length) : key;
      if (at === "__proto__") throw invalid("Invalid parameter name.");
      if (i === keys.length - 1) node[at] = value;
      else {
        if (typeof node[at] !== "object") node[at] = {};
        node = node[at] as RawTree;
      }
    });
  }
  return tree;
}

const isTree = (raw: Raw): raw is RawTree => typeof raw === "object" && raw !== null && !Array.isArray(raw);

export function required<T>(parser: Parser<T>): Required<T> {
  return { required: parser };
}

export function shape<S extends Shape>(fields: S): Parser<Parsed<S>> {
  return (raw, path) => {
    if (!isTree(raw)) throw invalid("Invalid object", { param: path });
    const name = (key: string) => (path ? `${path}[${key}]` : key);
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(raw))
      if (!Object.hasOwn(fields, key))
        throw invalid(`Received unknown parameter: ${name(key)}`, { code: "parameter_unknown", param: name(key) });
    for (const [key, field] of Object.entries(fields)) {
      const value = raw[key];
      if (value === undefined || value === null) {
        if (typeof field !== "function")
          throw invalid(`Missing required param: ${name(key)}.`, { code: "parameter_missing", param: name(key) });
      } else out[key] = (typeof field === "function" ? field : field.required)(value, name(key));
    }
    return out as Parsed<S>;
  };
}

export const text: Parser<string> = (raw, path) => {
  if (typeof raw === "object") throw invalid(`Invalid string: ${path}`, { param: path });
  if (String(raw).length > 5000) throw invalid(`Invalid string: ${path} is too long.`, { param: path });
  return String(raw);
};
/** A string that must not be empty. */
export const word: Parser<string> = (raw, path) => {
  const value = text(raw, path);
  if (value === "")
    throw invalid(`You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter.`, {
      code: "parameter_invalid_empty",
      param: path,
    });
  return value;
};
export const integer: Parser<number> = (raw, path) => {
  if (!/^-?\d{1,15}$/.test(String(raw))) throw invalid(`Invalid integer: ${raw}`, { code: "parameter_invalid_integer", param: path });
  return Number(raw);
};
/** Of what moves between balances: only payments have an upper end. */
export const movedAmount: Parser<number> = (raw, path) => {
  const value = integer(raw, path);
  if (value < 1) throw invalid("This value must be greater than or equal to 1.", { code: "parameter_invalid_integer", param: path });
  return value;
};
export const amount: Parser<number> = (raw, path) => {
  const value = movedAmount(raw, path);
  if (value > 99_999_999) throw invalid("Amount must be no more than 999,999.99.", { code: "amount_too_large", param: path });
  return value;
};
export const flag: Parser<boolean> = (raw, path) => {
  if (String(raw) !== "true" && String(raw) !== "false") throw invalid(`Invalid boolean: ${raw}`, { param: path });
  return String(raw) === "true";
};
export const currency: Parser<string> = (raw, path) => {
  const value = text(raw, path).toLowerCase();
  if (!CURRENCIES.has(value)) throw invalid(`Invalid currency: ${value}.`, { param: path });
  return value;
};
const CURRENCIES = new Set("cny hkd usd eur gbp jpy sgd aud cad chf nzd".split(" "));

export const oneOf =
  <T extends string>(...choices: T[]): Parser<T> =>
  (raw, path) => {
    const value = text(raw, path) as T;
    if (!choices.includes(value)) throw invalid(`Invalid ${path}: must be one of ${choices.join(", ")}`, { param: path });
    return value;
  };
export const list =
  <T>(item: Parser<T>): Parser<T[]> =>
  (raw, path) => {
    if (raw === "") return [];
    if (!Array.isArray(raw) && !isTree(raw)) throw invalid("Invalid array", { param: path });
    return Object.entries(raw).map(([i, value]) => item(value as Raw, `${path}[${i}]`));
  };
export const emptyable =
  <T>(parser: Parser<T>): Parser<T | ""> =>
  (raw, path) =>
    raw === "" ? "" : parser(raw, path);
export const httpUrl: Parser<string> = (raw, path) => {
  const value = text(raw, path);
  if (!/^https?:\/\/[^\s/]+/.test(value)) throw invalid("Not a valid URL", { code: "url_invalid", param: path });
  return value;
};

export type Metadata = Record<string, string>;
/** An empty text in place of the keys takes all of them away. */
const CLEARED: Metadata = {};
export const metadata: Parser<Metadata> = (raw, path) => {
  if (raw === "") return CLEARED;
  if (!isTree(raw)) throw invalid("Metadata must be a set of key-value pairs.", { param: path });
  const out: Metadata = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key.length > 40) throw invalid(`Metadata keys can have up to 40 characters: ${key}`, { param: path });
    if (value === undefined || (typeof value === "object" && value !== null))
      throw invalid("Metadata values must be strings.", { param: `${path}[${key}]` });
    out[key] = value === null ? "" : String(value);
    if (out[key].length > 500) throw invalid("Metadata values can have up to 500 characters.", { param: `${path}[${key}]` });
  }
  if (Object.keys(out).length > 50) throw invalid("You can have up to 50 metadata keys.", { param: path });
  return out;
};
/** Keys given merge into what is there; an empty value removes its key. */
export function mergeMetadata(old: Metadata, change: Metadata | undefined): Metadata {
  if (change === undefined) return old;
  if (change === CLEARED) return {};
  return Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== ""));
}

export interface Range {
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
}
export const range: Parser<Range> = (raw, path) => {
  if (!isTree(raw)) {
    const at = integer(raw, path);
    return { gte: at, lte: at };
  }
  return shape({ gt: integer, gte: integer, lt: integer, lte: integer })(raw, path);
};
export const page = { limit: integer, starting_after: word, ending_before: word };
