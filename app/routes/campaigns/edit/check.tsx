import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { type SectionKey, sectionOf, sections } from "#app/campaigns/editing/brief.ts";
import type { DraftView } from "#app/campaigns/editing/read-draft.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { TextField } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm, Refused, useFormReply, useSay } from "#app/ui/reply.tsx";

type Checked = Pick<DraftView, "id" | "creatorId" | "errors" | "obstacles" | "warnings" | "values" | "ready" | "lifecycle" | "appealed">;

/** The last page: what is missing, section by section with links, or the button that sends it. */
export function CheckStep({ draft }: { draft: Checked }) {
  const { t } = useTranslation();
  const say = useSay();
  const posted = useFormReply();
  const missing = Object.keys(draft.errors).length + draft.obstacles.length;
  const account = draft.obstacles.filter((o) => o.section === "account");
  return (
    <Card title={t("campaigns.editing.sections.check")}>
      {draft.lifecycle !== "REJECTED" && <Refused reply={posted} />}
      {draft.ready ? (
        <Notice tone="ok" title={t("campaigns.editing.checkReady")}>
          {t("campaigns.editing.checkReadyHint")}
        </Notice>
      ) : (
        <Notice tone="warn">{t("campaigns.editing.checkMissing", { count: missing })}</Notice>
      )}
      {account.map((o) => (
        <Notice key={o.code} tone="danger">
          {say.refusal(o)}{" "}
          <Link to={`/organisations/${draft.creatorId}/verification`} className="link">
            {t("campaigns.editing.verify")}
          </Link>
        </Notice>
      ))}
      <ul className="divide-y divide-line rounded-lg border border-line">
        {sections.map(({ key }) => (
          <SectionLine key={key} section={key} draft={draft} />
        ))}
      </ul>
      {draft.lifecycle === "REJECTED" ? <Appeal draft={draft} /> : <Submit ready={draft.ready} />}
    </Card>
  );
}

function SectionLine({ section, draft }: { section: SectionKey; draft: Checked }) {
  const { t } = useTranslation();
  const say = useSay();
  const errors = Object.entries(draft.errors).filter(([name]) => sectionOf(name) === section);
  const obstacles = draft.obstacles.filter((o) => o.section === section);
  const warnings = draft.warnings.filter((w) => w.section === section);
  const first = Object.entries(draft.values).find(([name, v]) => sectionOf(name) === section && typeof v === "string" && v !== "");
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{t(`campaigns.editing.sections.${section}`)}</p>
        {!first && errors.length === 0 && <p className="text-sm text-muted">{t("campaigns.editing.empty")}</p>}
        {(errors.length > 0 || obstacles.length > 0) && (
          <ul className="mt-1 text-sm text-danger-600">
            {obstacles.map((o) => (
              <li key={o.code}>{say.refusal(o)}</li>
            ))}
            {errors.map(([name, complaints]) => (
              <li key={name}>
                <FieldWord name={name} />: {complaints.slice(0, 1).map(say.complaint).join(" ")}
              </li>
            ))}
          </ul>
        )}
        {warnings.map((w) => (
          <p key={w.code} className="mt-1 text-sm text-warn-700">
            {t(`campaigns.editing.warning.${w.code}`, w.params)}
          </p>
        ))}
      </div>
      <Link to={`/campaigns/${draft.id}/edit?section=${section}`} className="link">
        {t("campaigns.editing.edit")}
      </Link>
    </li>
  );
}

/** "rewards[1].price" as people know it: row and input by their labels. */
function FieldWord({ name }: { name: string }) {
  const { t } = useTranslation();
  const row = /^[a-zA-Z]+\[(\d+)\]/.exec(name)?.[1];
  const leaf =
    name
      .split(/[.[\]]/)
      .filter((part) => part && !/^\d+$/.test(part))
      .at(-1) ?? name;
  const label =
    leaf in labels ? t(`campaigns.editing.${labels[leaf as keyof typeof labels]}`) : t(`campaigns.editing.sections.${sectionOf(name)}`);
  return (
    <>
      {row !== undefined && `${t("campaigns.editing.row", { n: Number(row) + 1 })} `}
      {label}
    </>
  );
}

const labels = {
  tagline: "tagline",
  category: "category",
  cover: "cover",
  coverAlt: "coverAlt",
  story: "story",
  videoUrl: "videoUrl",
  goal: "goal",
  startShare: "startShare",
  amount: "budgetAmount",
  durationDays: "durationDays",
  endTime: "endTime",
  capacityPerWeek: "capacity",
  price: "rewardPrice",
  limit: "rewardLimit",
  perBacker: "perBacker",
  promised: "promised",
  items: "items",
  options: "itemOptions",
  opensAt: "opensAt",
  closesAt: "closesAt",
  threshold: "threshold",
  promise: "promise",
  related: "related",
  question: "question",
  answer: "answer",
} as const;

function Submit({ ready }: { ready: boolean }) {
  const { t } = useTranslation();
  return (
    <Form method="post" encType="multipart/form-data">
      <Button variant="primary" size="lg" name="intent" value="submit" disabled={!ready}>
        {t("campaigns.editing.submit")}
      </Button>
    </Form>
  );
}

function Appeal({ draft }: { draft: Checked }) {
  const { t } = useTranslation();
  if (draft.appealed) return <Notice tone="danger">{t("campaigns.editing.appealUsed")}</Notice>;
  return (
    <PostForm intent="appeal" encType="multipart/form-data">
      <TextField
        name="text"
        label={t("campaigns.editing.appealText")}
        hint={t("campaigns.editing.appealHint")}
        rows={4}
        maxLength={1000}
        required
      />
      <div>
        <Button variant="primary" disabled={!draft.ready}>
          {t("campaigns.editing.appeal")}
        </Button>
      </div>
    </PostForm>
  );
}
