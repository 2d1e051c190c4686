import { Form, type FormProps, useActionData, useLocation, useNavigation } from "@remix-run/react";
import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FormReply } from "#app/form.ts";
import { cx } from "./cx.ts";
import { Notice } from "./notice.tsx";

const isReply = (x: unknown): x is FormReply => typeof x === "object" && x !== null && "values" in x && "errors" in x;

/** Sentences for codes: what schemas complain of beside a field, and what verbs refuse. */
export function useSay() {
  const { t } = useTranslation();
  const tell = t as unknown as (key: string, params?: object) => string;
  return {
    complaint: (c: { code: string; params?: object }) => tell(`field.${c.code}`, c.params),
    refusal: (r: { code: string; params?: object }) => tell(`refusal.${r.code}`, r.params),
  };
}

const Scope = createContext<FormReply | undefined>(undefined);

/**
 * The router forgets an action's answer when loaders run again, as they do whenever a signal arrives; the person at the form still needs
 * it. Every post and every visit has a location key of its own, so the answer stays with its key.
 */
let kept: { key: string; reply: FormReply } | undefined;

/** The answer to the last post of this page; with an intent, only when that very form was posted. */
export function useFormReply(intent?: string): FormReply | undefined {
  const answer: unknown = useActionData();
  const { key } = useLocation();
  let reply = isReply(answer) ? answer : undefined;
  if (typeof document !== "undefined") {
    if (reply) kept = { key, reply };
    else if (kept?.key === key) reply = kept.reply;
    else kept = undefined;
  }
  return intent === undefined || reply?.values.intent === intent ? reply : undefined;
}

/** What one field has to show: the typed value and the sentence beside it. */
export function useFieldReply(name: string) {
  const reply = useContext(Scope);
  const say = useSay();
  // One thing at a time: what follows the first complaint is mostly its echo ("required", then "not a number").
  const errors = (reply?.errors[name] ?? []).slice(0, 1).map(say.complaint);
  if (reply?.refusal && reply.refusal.params.field === name) errors.push(say.refusal(reply.refusal));
  return { value: reply?.values[name], replied: reply !== undefined, errors };
}

/** Gives the fields inside the reply they show. PostForm does it by itself; only a hand-written <Form> needs it. */
export const ReplyScope = ({ reply, children }: { reply: FormReply | undefined; children: ReactNode }) => (
  <Scope.Provider value={reply}>{children}</Scope.Provider>
);

/** Why the whole form was not taken, above its fields. */
export function Refused({ reply }: { reply: FormReply | undefined }) {
  const say = useSay();
  const { t } = useTranslation();
  if (!reply) return null;
  if (reply.refusal && reply.refusal.params.field === undefined) {
    return (
      <Notice tone="danger" alert>
        {say.refusal(reply.refusal)}
      </Notice>
    );
  }
  const loose = (reply.errors[""] ?? []).map(say.complaint);
  return (
    <Notice tone="danger" alert>
      {loose.length > 0 ? loose.join(" ") : t("ui.form.check")}
    </Notice>
  );
}

/** Calls `done` once a post that began inside came through without a complaint; gives the onSubmit to listen with. */
export function useAfterPost(reply: FormReply | undefined, done: () => void) {
  const { state } = useNavigation();
  const sent = useRef(false);
  const latest = useRef(done);
  latest.current = done;
  useEffect(() => {
    if (state !== "idle" || !sent.current) return;
    sent.current = false;
    if (!reply) latest.current();
  }, [state, reply]);
  return () => {
    sent.current = true;
  };
}

/**
 * A form that posts, works without JavaScript, and shows its own reply. `intent` names the act when a page has several: it is posted
 * with the form, and only the reply to that act is shown here. With scripts a complaint takes the focus to its field, and a form that
 * came through is clean again.
 */
export function PostForm({ intent, children, className, onSubmit, ...rest }: FormProps & { intent?: string }) {
  const reply = useFormReply(intent);
  const form = useRef<HTMLFormElement>(null);
  const sent = useAfterPost(reply, () => form.current?.reset());
  useEffect(() => {
    if (reply) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [reply]);
  return (
    <Form
      method="post"
      {...rest}
      ref={form}
      onSubmit={(event) => {
        onSubmit?.(event);
        if (!event.defaultPrevented) sent();
      }}
      className={cx("grid grid-cols-1 gap-5", className)}
    >
      {intent !== undefined && <input type="hidden" name="intent" value={intent} />}
      <Refused reply={reply} />
      <ReplyScope reply={reply}>{children}</ReplyScope>
    </Form>
  );
}
