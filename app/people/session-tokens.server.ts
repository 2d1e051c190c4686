import { createHash } from "node:crypto";
import type { DBAdapter, Where } from "better-auth";

type Question = { model: string; where?: Where[]; data?: Record<string, unknown>; update?: Record<string, unknown> };

const hash = (token: unknown) => (typeof token === "string" ? createHash("sha256").update(token).digest("base64url") : token);
const hashWhere = (w: Where): Where =>
  w.field === "token" ? { ...w, value: (Array.isArray(w.value) ? w.value.map(hash) : hash(w.value)) as Where["value"] } : w;
const hashValues = (values: Record<string, unknown>) => ("token" in values ? { ...values, token: hash(values.token) } : values);

/**
 * Keeps session tokens in the database as SHA-256 only: whoever reads the table cannot sign in with what is there. An answer about one
 * session that was asked for by its token, or has just been made, carries the token; lists carry the hash, which opens nothing.
 */
export function hashSessionTokens<A extends object>(adapter: A): A {
  return new Proxy(adapter, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== "function") return method;
      if (name === "transaction") {
        const transaction = method as DBAdapter["transaction"];
        return <R>(work: (trx: Parameters<Parameters<DBAdapter["transaction"]>[0]>[0]) => Promise<R>) =>
          transaction.call(target, (trx) => work(hashSessionTokens(trx)) as Promise<R>);
      }
      return async (question: Question, ...rest: unknown[]) => {
        if (question?.model !== "session") return method.call(target, question, ...rest);
        const token = question.data?.token ?? question.where?.find((w) => w.field === "token")?.value;
        const answer = await method.call(
          target,
          {
            ...question,
            ...(question.where ? { where: question.where.map(hashWhere) } : {}),
            ...(question.data ? { data: hashValues(question.data) } : {}),
            ...(question.update ? { update: hashValues(question.update) } : {}),
          },
          ...rest,
        );
        const single = answer !== null && typeof answer === "object" && !Array.isArray(answer);
        return single && typeof token === "string" ? { ...answer, token } : answer;
      };
    },
  });
}
