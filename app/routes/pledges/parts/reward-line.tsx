import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { OfferedReward, PledgeFormData } from "#app/campaigns/pledging/pledge-form.server.ts";
import { Chip } from "#app/ui/chip.tsx";
import { Deadline } from "#app/ui/deadline.tsx";
import { SelectField } from "#app/ui/field.tsx";
import { Money } from "#app/ui/money.tsx";

/** One reward or add-on of the form: how many, and every option of what is in it. */
export function RewardLine({
  reward,
  i,
  form,
  typed,
}: {
  reward: OfferedReward;
  i: number;
  form: PledgeFormData;
  typed: Record<string, string>;
}) {
  const { t } = useTranslation();
  const had = form.mine?.lines.find((l) => l.rewardId === reward.id);
  const least = reward.kind === "REWARD" ? 1 : 0;
  const amounts = Array.from({ length: Math.max(reward.most, least) - least + 1 }, (_, n) => String(n + least));
  const options = reward.items.flatMap((item) => item.options.map((option) => ({ item, option })));
  const labelled = reward.items.filter((item) => item.options.length > 0).length > 1;
  return (
    <div className="grid gap-3 border-b border-line pb-4 last:border-b-0 last:pb-0">
      <input type="hidden" name={`lines[${i}].rewardId`} value={reward.id} />
      <input type="hidden" name={`lines[${i}].rewardV`} value={reward.rewardV} />
      <div className="flex items-start justify-between gap-4">
        <div className="flex min-w-0 gap-3">
          {reward.imageFileId && (
            <img
              src={`/files/${reward.imageFileId}?size=thumb`}
              alt=""
              className="size-16 shrink-0 rounded-md object-cover"
              loading="lazy"
            />
          )}
          <div className="grid min-w-0 content-start gap-1">
            <p className="font-semibold">{reward.title}</p>
            <p className="text-sm text-muted">
              {reward.items.map((item) => (item.qty > 1 ? `${item.name} × ${item.qty}` : item.name)).join(" + ")}
            </p>
            <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted">
              <span>{t("campaigns.pledging.form.promised", { at: reward.promisedAt.toISOString() })}</span>
              {reward.newDate && <span>{t("campaigns.pledging.form.newDate", { at: reward.newDate.toISOString() })}</span>}
              {reward.left !== null && <span className="digits">{t("campaigns.pledging.form.left", { left: reward.left })}</span>}
            </p>
            {reward.offerUntilAt && (
              <p className="text-sm font-medium text-ok-700">
                {t("campaigns.pledging.form.offered")} <Deadline at={reward.offerUntilAt} />
              </p>
            )}
          </div>
        </div>
        <div className="grid shrink-0 justify-items-end gap-1 text-right">
          <Money fen={reward.nowFen} strong />
          {reward.taxFen > 0n && (
            <span className="text-sm text-muted">{t("campaigns.pledging.form.taxEach", { taxFen: reward.taxFen })}</span>
          )}
          {reward.keptPrice && <Chip tone="ok">{t("campaigns.pledging.form.keptPrice")}</Chip>}
        </div>
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <SelectField
          name={`lines[${i}].qty`}
          label={t("campaigns.pledging.form.qty")}
          options={amounts.map((value) => ({ value, label: value }))}
          defaultValue={typed[`lines[${i}].qty`] ?? String(had?.qty ?? least)}
        />
        {options.map(({ item, option }, k) => (
          <SelectField
            key={`${item.name} ${option.name}`}
            name={`lines[${i}].choice[${k}]`}
            label={labelled ? `${item.name} · ${option.name}` : option.name}
            options={option.values.map((value) => ({ value, label: value }))}
            empty={t("campaigns.pledging.form.choose")}
            defaultValue={
              typed[`lines[${i}].choice[${k}]`] ??
              had?.options?.[item.name]?.[option.name] ??
              (option.values.length === 1 ? option.values[0]! : "")
            }
          />
        ))}
      </div>
    </div>
  );
}

/** The other rewards, folded away: each leads to this page with that one chosen. */
export function OtherRewards({ form, chosenId }: { form: PledgeFormData; chosenId: string | null }) {
  const { t } = useTranslation();
  const others = form.rewards.filter((r) => r.kind === "REWARD" && r.id !== chosenId);
  const secret = form.secret ? `&secret=${encodeURIComponent(form.secret)}` : "";
  return (
    <details open={chosenId === null}>
      <summary className="cursor-pointer py-1 font-medium text-river-700">{t("campaigns.pledging.form.other")}</summary>
      <ul className="mt-2 grid gap-1">
        {others.map((r) => (
          <li key={r.id} className="flex flex-wrap items-center justify-between gap-x-4 py-1.5">
            {r.state === "open" ? (
              <Link to={`?reward=${r.id}${secret}`} className="link">
                {r.title}
              </Link>
            ) : (
              <span className="text-muted">
                {r.title} · {t(`campaigns.pledging.form.state.${r.state}`)}
              </span>
            )}
            <Money fen={r.nowFen} className="text-muted" />
          </li>
        ))}
        {chosenId !== null && (
          <li className="py-1.5">
            <Link to="?reward=none" className="link">
              {t("campaigns.pledging.form.noReward")}
            </Link>
          </li>
        )}
      </ul>
    </details>
  );
}
