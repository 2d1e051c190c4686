import { Form } from "@remix-run/react";
import { ArrowUp, Check, Eye, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ListKey, lists, type SectionKey, sections } from "#app/campaigns/editing/brief.ts";
import type { Mark } from "#app/campaigns/editing/read-draft.server.ts";
import { policy } from "#app/campaigns/policy.ts";
import type { FormReply } from "#app/form.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Refused, ReplyScope, useFieldReply, useFormReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";
import { type Step, Steps } from "#app/ui/steps.tsx";
import { AutosaveNote, useAutosave } from "./autosave.tsx";

export type Shown = SectionKey | "check" | "preview";
const ends = ["preview", "check"] as const;

/** Where in the editor one is. */
export function EditorNav({
  campaignId,
  current,
  marks,
}: {
  campaignId: string | null;
  current: Shown;
  marks: Record<SectionKey, Mark> | null;
}) {
  const { t } = useTranslation();
  const to = (key: Shown) => (campaignId ? `/campaigns/${campaignId}/edit?section=${key}` : null);
  const label = (key: Shown) => t(`campaigns.editing.sections.${key}`);
  const steps: Step[] = [
    ...sections.map(({ key }) => ({ key, label: label(key), to: to(key), mark: marks?.[key] ?? ("untouched" as const) })),
    ...ends.map((key) => ({ key, label: label(key), to: to(key), mark: "untouched" as const, sign: endSigns[key] })),
  ];
  return <Steps label={t("campaigns.editing.editTitle")} steps={steps} current={current} />;
}
const endSigns = { preview: <Eye size={14} aria-hidden />, check: <Check size={14} aria-hidden /> };

type SectionFormProps = {
  section: SectionKey;
  campaignId: string | null;
  saved: FormReply | undefined;
  /** Which row of a list is on the page by itself. */
  row?: number | undefined;
  after?: ReactNode;
  children: ReactNode;
};

/** The form of one section. What was saved before is shown with what is still wrong in it. */
export function SectionForm({ section, campaignId, saved, row, after, children }: SectionFormProps) {
  const { t } = useTranslation();
  const posted = useFormReply();
  const form = useRef<HTMLFormElement>(null);
  const autosave = useAutosave(form, campaignId !== null);
  useEffect(() => {
    if (posted) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [posted]);
  const before = sections[sections.findIndex((s) => s.key === section) - 1]?.key;
  const back = row !== undefined ? section : before;
  return (
    <Card title={t(`campaigns.editing.sections.${section}`)} actions={<AutosaveNote state={autosave} />}>
      <p className="max-w-3xl text-muted">
        {t(`campaigns.editing.intro.${section}`, { max: section === "addOns" ? policy.perBacker.most : policy.durationDays.max })}
      </p>
      <Form method="post" encType="multipart/form-data" className="grid gap-6" ref={form}>
        <input type="hidden" name="section" value={section} />
        {row !== undefined && <input type="hidden" name="row" value={row} />}
        {posted && <Refused reply={posted} />}
        <ReplyScope reply={posted ?? saved}>{children}</ReplyScope>
        <div className="flex flex-wrap items-center gap-3 border-t border-line pt-5">
          <Button variant="primary" name="intent" value="next">
            {t("campaigns.editing.next")}
          </Button>
          <Button name="intent" value="save" formNoValidate>
            {t("campaigns.editing.save")}
          </Button>
          {back && campaignId && (
            <ButtonLink to={`/campaigns/${campaignId}/edit?section=${back}`} variant="ghost">
              {t(row !== undefined ? "campaigns.editing.backToList" : "campaigns.editing.back")}
            </ButtonLink>
          )}
        </div>
      </Form>
      {after}
    </Card>
  );
}

/**
 * A list that grows. Without scripts "add" posts the form and comes back with a row more; with scripts the row is there at once. Rows that
 * stay empty don't count.
 */
export function Rows({ list, count, more, children }: { list: ListKey; count: number; more: boolean; children: (i: number) => ReactNode }) {
  const { t } = useTranslation();
  const running = useRunning();
  const problem = useFieldReply(list);
  const [extra, setExtra] = useState(0);
  const max = lists[list].max;
  const shown = Math.min(max, Math.max(1, count + (more ? 1 : 0)) + extra);
  return (
    <div className="grid gap-4">
      {Array.from({ length: shown }, (_, i) => (
        <RowFrame key={i} list={list} i={i} held={i < count}>
          {children(i)}
        </RowFrame>
      ))}
      {problem.errors.length > 0 && <p className="text-sm font-medium text-danger-600">{problem.errors.join(" ")}</p>}
      {shown < max && (
        <div>
          <Button
            type={running ? "button" : "submit"}
            name="intent"
            value="add"
            formNoValidate
            size="sm"
            icon={<Plus size={16} aria-hidden />}
            onClick={() => running && setExtra(extra + 1)}
          >
            {t("campaigns.editing.addRow")}
          </Button>
        </div>
      )}
    </div>
  );
}

function RowFrame({ list, i, held, children }: { list: ListKey; i: number; held: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const name = t("campaigns.editing.row", { n: i + 1 });
  return (
    <fieldset className="min-w-0 rounded-lg border border-line p-4">
      <legend className="px-1 text-sm font-medium text-muted">{name}</legend>
      <div className="grid gap-4">
        {children}
        {held && <RowButtons list={list} i={i} name={name} />}
      </div>
    </fieldset>
  );
}

export function RowButtons({ list, i, name }: { list: ListKey; i: number; name: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-2">
      {i > 0 && (
        <Button
          name="intent"
          value={`up:${list}:${i}`}
          formNoValidate
          size="sm"
          variant="ghost"
          icon={<ArrowUp size={15} aria-hidden />}
          aria-label={`${t("campaigns.editing.moveUp")}${t("ui.colon")}${name}`}
        >
          {t("campaigns.editing.moveUp")}
        </Button>
      )}
      <Button
        name="intent"
        value={`remove:${list}:${i}`}
        formNoValidate
        size="sm"
        variant="ghost"
        icon={<Trash2 size={15} aria-hidden />}
        aria-label={`${t("campaigns.editing.removeRow")}${t("ui.colon")}${name}`}
      >
        {t("campaigns.editing.removeRow")}
      </Button>
    </div>
  );
}
