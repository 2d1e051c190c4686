// What an act of the control surface is handed, and how a wrong request to it is said.
import type { Sandbox } from "#sandbox/state/sandbox.ts";
import type { Courier } from "#sandbox/stripe/webhooks.ts";

export type Fields = Record<string, unknown>;
export interface Visit {
  sandbox: Sandbox;
  courier: Courier;
  query: URLSearchParams;
  fields: Fields;
}
export type Acts = Record<string, (visit: Visit) => object | Promise<object>>;

/** A wrong request to the control surface, said plainly. */
export class Wrong extends Error {}

export const number = (value: unknown, fallback: number) => {
  if (value === undefined || value === "") return fallback;
  const n = Number(value);
  if (!Number.isFinite(n) || n < 0) throw new Wrong(`Not a number: ${value}`);
  return n;
};
export const isOn = (value: unknown) => value === true || value === "true" || value === "on";

export function choice<T extends string>(value: unknown, choices: readonly T[], fallback?: T): T {
  if ((value === undefined || value === "") && fallback !== undefined) return fallback;
  if (!choices.includes(value as T)) throw new Wrong(`${value} is none of ${choices.join(", ")}`);
  return value as T;
}
