import { Form, Link } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OfferedReward, PledgeFormData } from "#app/campaigns/pledging/pledge-form.server.ts";
import { formOf, sumForm } from "#app/campaigns/pledging/sum-form.ts";
import { fenToInput } from "#app/i18n/format.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField, ChoiceField } from "#app/ui/choice.tsx";
import { Field, regionOptions, SelectField } from "#app/ui/field.tsx";
import { Money, MoneyField } from "#app/ui/money.tsx";
import { Columns } from "#app/ui/page.tsx";
import { Refused, ReplyScope, useFormReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";
import { PledgeSummary } from "./pledge-summary.tsx";
import { OtherRewards, RewardLine } from "./reward-line.tsx";

type Props = { form: PledgeFormData; rewardId: string | null; typed: Record<string, string> };

/** What stands in the form before anything is typed: what was asked for in the address, else what the pledge is now. */
function begin({ form, typed }: Pick<Props, "form" | "typed">, rows: readonly OfferedReward[]): Record<string, string> {
  const { mine } = form;
  const values: Record<string, string> = {
    bonus: typed.bonus ?? (mine && mine.bonusFen > 0n ? fenToInput(mine.bonusFen) : ""),
    place: typed.place ?? mine?.addressId ?? mine?.provinceCode ?? form.addresses[0]?.id ?? "",
  };
  for (const [i, row] of rows.entries()) {
    const had = mine?.lines.find((l) => l.rewardId === row.id)?.qty;
    values[`lines[${i}].rewardId`] = row.id;
    values[`lines[${i}].qty`] = typed[`lines[${i}].qty`] ?? String(had ?? (row.kind === "REWARD" ? Math.min(1, row.most) : 0));
  }
  return values;
}

/** Choosing a pledge: the same form for a new one and for a change. Its sum is worked out while one chooses; without scripts by a button. */
export function PledgeEditor({ form, rewardId, typed }: Props) {
  const { t } = useTranslation();
  const { campaign, mine } = form;
  const reply = useFormReply();
  const running = useRunning();
  const had = mine?.lines.find((l) => form.rewards.some((r) => r.id === l.rewardId && r.kind === "REWARD"))?.rewardId;
  const chosen = form.rewards.find((r) => r.id === (rewardId ?? had) && r.kind === "REWARD") ?? null;
  const addOns = chosen
    ? form.rewards.filter((r) => r.kind === "ADDON" && (r.state === "open" || mine?.lines.some((l) => l.rewardId === r.id)))
    : [];
  const rows = chosen ? [chosen, ...addOns] : [];
  const ref = useRef<HTMLFormElement>(null);
  const first = formOf(reply ? reply.values : begin({ form, typed }, rows));
  const [now, setNow] = useState<FormData | null>(null);
  const sum = sumForm(now ?? first, rows, form.rates, form.addresses);
  const read = () => ref.current && setNow(new FormData(ref.current));
  // A refusal (a sum that changed, fewer left) brings the form back as it was typed.
  useEffect(() => setNow(null), [reply]);
  const isFound = mine?.related && mine.relatedBy !== null;
  const lane = mine?.lane ?? (campaign.isLate ? "WALLET" : null);

  return (
    <Form method="post" ref={ref} reloadDocument onChange={read} onInput={read} className="grid grid-cols-1 gap-5">
      <Refused reply={reply} />
      <ReplyScope reply={reply}>
        {mine && <input type="hidden" name="pledgeId" value={mine.id} />}
        <input type="hidden" name="shownFen" value={String(sum.total.amountFen)} readOnly />
        {asksCode.has(reply?.refusal?.code ?? "") && <CodeCard />}
        <Columns side={<PledgeSummary form={form} sum={sum} />}>
          <Card title={t("campaigns.pledging.form.reward")}>
            {chosen ? (
              <RewardLine reward={chosen} i={0} form={form} typed={typed} />
            ) : (
              <div className="grid gap-1">
                <p className="font-semibold">{t("campaigns.pledging.form.noReward")}</p>
                <p className="text-muted">{t("campaigns.pledging.form.noRewardText")}</p>
              </div>
            )}
            <OtherRewards form={form} chosenId={chosen?.id ?? null} />
          </Card>
          {addOns.length > 0 && (
            <Card title={t("campaigns.pledging.form.addOns")}>
              {addOns.map((addOn, i) => (
                <RewardLine key={addOn.id} reward={addOn} i={i + 1} form={form} typed={typed} />
              ))}
            </Card>
          )}
          <Card>
            <MoneyField
              name="bonus"
              label={t("campaigns.pledging.form.bonus")}
              hint={t("campaigns.pledging.form.bonusHint")}
              className="max-w-xs"
              fen={typed.bonus === undefined ? mine?.bonusFen || null : sum.total.bonusFen || null}
            />
            {rows.some((r) => r.ships) && <PlaceField form={form} typed={typed.place} />}
          </Card>
          {lane === null ? (
            <LaneCard form={form} typed={typed.lane} />
          ) : (
            <Card>
              <input type="hidden" name="lane" value={lane} />
              <p>
                {campaign.isLate
                  ? t("campaigns.pledging.form.late")
                  : t("campaigns.pledging.form.keptLane", { lane: t(`campaigns.lane.${lane}`) })}
              </p>
            </Card>
          )}
          <Card>
            {form.related || isFound ? (
              <p className="text-muted">
                {t(form.related ? "campaigns.pledging.form.relatedAlready" : "campaigns.pledging.form.relatedStands")}
              </p>
            ) : (
              <CheckField
                name="related"
                label={t("campaigns.pledging.form.related")}
                hint={t("campaigns.pledging.form.relatedHint")}
                defaultChecked={mine?.related ?? typed.related === "on"}
              />
            )}
            <CheckField
              name="anonymous"
              label={t("campaigns.pledging.form.anonymous")}
              hint={t("campaigns.pledging.form.anonymousHint")}
              defaultChecked={mine?.anonymous ?? typed.anonymous === "on"}
            />
          </Card>
        </Columns>
        {/* The act stays in sight on a phone. */}
        <div className="sticky bottom-0 z-10 -mx-4 flex items-center justify-between gap-3 border-t border-line bg-panel/95 px-4 py-3 backdrop-blur sm:hidden">
          <Money fen={sum.total.amountFen} strong className="text-xl" />
          <SubmitButton form={form} />
        </div>
        {!running && (
          <Button formMethod="get" variant="ghost" className="justify-self-start">
            {t("campaigns.pledging.form.recalc")}
          </Button>
        )}
        {!running && rewardId && <input type="hidden" name="reward" value={rewardId} />}
        {form.secret && <input type="hidden" name="secret" value={form.secret} />}
      </ReplyScope>
    </Form>
  );
}

/** Refusals after which the code of a letter is to be typed. */
const asksCode = new Set(["stepUpFirst", "codeWrong", "codeOver"]);

/** What is typed here goes with the form; left empty, the form asks for another letter. */
function CodeCard() {
  const { t } = useTranslation();
  return (
    <Card title={t("campaigns.pledging.form.codeTitle")}>
      <Field
        name="code"
        label={t("campaigns.pledging.form.code")}
        hint={t("campaigns.pledging.form.codeHint")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        className="max-w-xs"
        autoFocus
      />
      <div>
        <Button variant="primary">{t("campaigns.pledging.form.codeSend")}</Button>
      </div>
    </Card>
  );
}

export function SubmitButton({ form: { mine, campaign }, wide }: { form: PledgeFormData; wide?: boolean }) {
  const { t } = useTranslation();
  return (
    <Button variant="live" size="lg" {...(wide ? { wide } : {})}>
      {t(
        mine
          ? "campaigns.pledging.form.submitChange"
          : campaign.isLate
            ? "campaigns.pledging.form.submitWallet"
            : "campaigns.pledging.form.submit",
      )}
    </Button>
  );
}

function PlaceField({ form, typed }: { form: PledgeFormData; typed: string | undefined }) {
  const { t } = useTranslation();
  const mine = form.addresses.map((a) => ({
    value: a.id,
    label: [a.label, a.name, a.region, a.street].filter(Boolean).join(" · "),
    group: t("campaigns.pledging.form.myAddresses"),
  }));
  const provinces = regionOptions(form.provinces, t("campaigns.pledging.form.provinces"));
  return (
    <div className="grid gap-1.5">
      <SelectField
        name="place"
        label={t("campaigns.pledging.form.place")}
        hint={t("campaigns.pledging.form.placeHint")}
        options={[...mine, ...provinces]}
        empty={t("campaigns.pledging.form.choose")}
        defaultValue={typed ?? form.mine?.addressId ?? form.mine?.provinceCode ?? form.addresses[0]?.id ?? ""}
      />
      <p className="text-sm">
        <Link to="/addresses" className="link">
          {t("campaigns.pledging.form.addressBook")}
        </Link>
      </p>
    </div>
  );
}

/** Both ways to pay, each with what follows from it, before the button. */
function LaneCard({ form, typed = "CARD" }: { form: PledgeFormData; typed: string | undefined }) {
  const { t } = useTranslation();
  const walletHint = form.wallet ? t("campaigns.pledging.form.walletText") : t("campaigns.pledging.form.walletTooLong");
  return (
    <Card>
      <ChoiceField
        name="lane"
        label={t("campaigns.pledging.form.lane")}
        cards
        required
        defaultValue={typed}
        options={[
          { value: "CARD", label: t("campaigns.pledging.form.card"), hint: t("campaigns.pledging.form.cardText") },
          { value: "WALLET", label: t("campaigns.pledging.form.wallet"), hint: walletHint, disabled: !form.wallet },
        ]}
      />
    </Card>
  );
}
