import { z } from "zod";
import type { FieldCode } from "#app/i18n/errors.zh.ts";
import type { Params } from "#app/refusal.ts";

/** A form's answer after a "no": what was typed (by field name), what is wrong beside which field, and a refusal for the whole form. */
export type Complaint = { code: FieldCode; params?: Params };
export type FormReply = {
  values: Record<string, string | string[]>;
  errors: Record<string, Complaint[]>;
  refusal?: { code: string; params: Params };
};

/** The message of a refinement: a code of i18n/errors.zh.ts `field`, with its numbers. Translated when rendered. */
export const say = (code: FieldCode, params?: Params) => ({ error: JSON.stringify(params ? { code, params } : { code }) });

const generic = (issue: z.core.$ZodRawIssue): Complaint => {
  const at = issue as unknown as Record<string, unknown>;
  if (issue.code === "invalid_type") return { code: at.input === undefined || at.input === "" ? "required" : "invalid" };
  if (issue.code === "too_small") {
    if (at.origin === "string")
      return Number(at.minimum) <= 1 ? { code: "required" } : { code: "tooShort", params: { min: Number(at.minimum) } };
    if (at.origin === "array") return { code: "tooFew", params: { min: Number(at.minimum) } };
    return { code: "tooSmall", params: { min: String(at.minimum) } };
  }
  if (issue.code === "too_big") {
    if (at.origin === "string") return { code: "tooLong", params: { max: Number(at.maximum) } };
    if (at.origin === "array") return { code: "tooMany", params: { max: Number(at.maximum) } };
    return { code: "tooLarge", params: { max: String(at.maximum) } };
  }
  if (issue.code === "invalid_format" && at.format === "email") return { code: "email" };
  if (issue.code === "invalid_format" && at.format === "url") return { code: "url" };
  return { code: "invalid" };
};

/** "stages[0].title" from ["stages", 0, "title"]: the name of the input that the complaint stands beside. */
export const fieldName = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    "",
  );

/**
 * The form as an object. "a.b" and "a[0].b" nest, "files[]" collects every value of that name, any other name keeps its last value.
 * Text is trimmed and its line ends made \n.
 */
export function formObject(form: FormData): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const texts = form
      .getAll(name)
      .filter((v): v is string => typeof v === "string")
      .map((v) => v.replace(/\r\n?/g, "\n").trim());
    const many = name.endsWith("[]");
    const path = (many ? name.slice(0, -2) : name).split(/[.[\]]+/).filter(Boolean);
    if (
      path.length > 5 ||
      path.some((p) => p === "__proto__" || p === "constructor" || p === "prototype" || (/^\d+$/.test(p) && Number(p) > 99))
    )
      continue;
    let at: Record<string, unknown> = root;
    for (const [i, part] of path.entries()) {
      if (i === path.length - 1) at[part] = many ? texts.filter(Boolean) : (texts.at(-1) ?? "");
      else {
        const fresh: unknown = /^\d+$/.test(path[i + 1]!) ? [] : {};
        if (typeof at[part] !== "object" || at[part] === null) at[part] = fresh;
        at = at[part] as Record<string, unknown>;
      }
    }
  }
  return compact(root) as Record<string, unknown>;
}

/** Rows removed in the browser leave holes in a list; the list closes up. */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((v) => v !== undefined).map(compact);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, compact(v)]));
  return value;
}

/** What was typed, by the names of the inputs, so that the form can show it again. Passwords are left out. */
export function typedValues(form: FormData): FormReply["values"] {
  const values: FormReply["values"] = {};
  for (const name of new Set(form.keys())) {
    if (/password/i.test(name)) continue;
    const texts = form.getAll(name).filter((v): v is string => typeof v === "string");
    values[name] = name.endsWith("[]") ? texts : (texts.at(-1) ?? "");
  }
  return values;
}

/** Parses by `schema`; complaints carry codes, never sentences. */
export function parseForm<S extends z.ZodType>(schema: S, input: unknown): { value: z.output<S> } | { errors: FormReply["errors"] } {
  const result = schema.safeParse(input, { error: (issue) => JSON.stringify(generic(issue)) });
  if (result.success) return { value: result.data };
  const errors: FormReply["errors"] = {};
  for (const issue of result.error.issues) {
    const complaint = issue.message.startsWith("{") ? (JSON.parse(issue.message) as Complaint) : { code: "invalid" as const };
    const name = fieldName(issue.path);
    errors[name] ??= [];
    errors[name].push(complaint);
  }
  return { errors };
}

// ── fields that many forms share ──

/** A required line of text. */
export const line = (max: number, min = 1) => z.string().min(min).max(max);
/** Text that may be empty. */
export const optionalText = (max: number) => z.string().max(max).default("");
/** An amount typed in yuan ("1234.5", "1,234.50", "¥1234") as fen. */
export const yuan = (min: bigint, max: bigint) =>
  z
    .string()
    .min(1)
    .transform((text, ctx) => {
      const plain = text.replace(/[¥¥,,\s]/g, "");
      const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
      if (!match) {
        ctx.addIssue({ code: "custom", message: say("money").error });
        return z.NEVER;
      }
      const fen = BigInt(match[1]!) * 100n + BigInt((match[2] ?? "").padEnd(2, "0"));
      if (fen < min) ctx.addIssue({ code: "custom", message: say("moneyMin", { minFen: String(min) }).error });
      else if (fen > max) ctx.addIssue({ code: "custom", message: say("moneyMax", { maxFen: String(max) }).error });
      return fen;
    });
/** A whole number typed as text. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .min(1)
    .regex(/^-?\d{1,9}$/, say("wholeNumber"))
    .transform(Number)
    .refine((n) => n >= min && n <= max, say("between", { min, max }));
/** A checkbox: present = true. */
export const checkbox = z
  .string()
  .optional()
  .transform((v) => v === "on" || v === "true" || v === "1");
/** Ids of files already received (see files/receive.server.ts). */
export const fileIds = (max: number) => z.array(z.uuid()).max(max).default([]);
export const id = z.uuid();
