import { data } from "@remix-run/node";
import type { z } from "zod";
import { receiveForm } from "#app/files/receive.server.ts";
import { type FormReply, formObject, parseForm, typedValues } from "#app/form.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { Refusal } from "#app/refusal.ts";

type Answer<T> = { ok: true; value: T } | { ok: false; reply: ReturnType<typeof data<FormReply>> };

/**
 * A form's whole way in: read it (files are kept at once and become ids), parse it strictly, do the verb. On a "no" the reply holds what
 * was typed and what is wrong; the route returns it as it is. Files are received only for a signed-in person.
 */
export async function submit<S extends z.ZodType, T>(
  request: Request,
  schema: S,
  act: (input: z.output<S>) => Promise<T> | T,
  viewer?: Viewer | null,
): Promise<Answer<T>> {
  let form: FormData;
  try {
    form = await receiveForm(request, viewer ?? null);
  } catch (e) {
    return { ok: false, reply: refusalReply(e, {}) };
  }
  return submitForm(form, schema, act);
}

/** The same for a form that the route has read already (to look at its intent). */
export async function submitForm<S extends z.ZodType, T>(
  form: FormData,
  schema: S,
  act: (input: z.output<S>) => Promise<T> | T,
): Promise<Answer<T>> {
  const values = typedValues(form);
  const { intent: _, ...input } = formObject(form);
  const parsed = parseForm(schema, input);
  if ("errors" in parsed) return { ok: false, reply: data<FormReply>({ values, errors: parsed.errors }, { status: 400 }) };
  try {
    return { ok: true, value: await act(parsed.value) };
  } catch (e) {
    return { ok: false, reply: refusalReply(e, values) };
  }
}

/** A "no" as the answer of a form; anything else is a bug and goes on. */
export function refusalReply(e: unknown, values: FormReply["values"]) {
  if (!(e instanceof Refusal)) throw e;
  const headers = e.code === "tooMany" && e.params.seconds ? { "Retry-After": String(e.params.seconds) } : undefined;
  return data<FormReply>(
    { values, errors: {}, refusal: { code: e.code, params: { ...e.params, ...(e.field ? { field: e.field } : {}) } } },
    { status: e.status, headers },
  );
}

/** For loaders: what is missing or not yours is the same 404. */
export function orNotFound<T>(found: T | null | undefined): T {
  if (found === null || found === undefined) throw refuse("notFound");
  return found;
}

/** A thrown page answer for a refusal code; the root's error boundary shows its sentence. */
export const refuse = (code: ConstructorParameters<typeof Refusal>[0], params = {}) => {
  const refusal = new Refusal(code, params);
  return data({ code, params: refusal.params }, { status: refusal.status });
};

/** Turns a Refusal thrown inside a loader into its page answer. */
export async function page<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (e) {
    if (e instanceof Refusal) throw refuse(e.code, e.params);
    throw e;
  }
}

/** A path on this site only: one leading slash, no scheme, no backslash. */
export const safePath = (to: unknown, otherwise = "/") => (typeof to === "string" && /^\/(?![/\\])[^\\\s]*$/.test(to) ? to : otherwise);
