import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { policy as deposits } from "#app/deposits/policy.ts";
import { LEAST_PAID_FEN } from "#app/payments/intent.ts";
import { policy } from "#app/tasks/policy.ts";
import type { TaskKind } from "#app/tasks/task.ts";
import type { DraftView } from "#app/tasks/wizard.server.ts";
import { Button } from "#app/ui/button.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** Whether the task promises a bond: the employer's choice, ticked beforehand for a live auction. */
export function BondField({ kind }: { kind: unknown }) {
  const { t } = useTranslation();
  const { minFen, maxFen } = deposits.bond;
  return (
    <CheckField
      name="bond"
      label={t("deposits.bond.label")}
      hint={t("deposits.bond.hint", { minFen, maxFen })}
      defaultChecked={policy.bondByDefault[kind as TaskKind] ?? false}
    />
  );
}

/** On the last page: the bond is paid before the task can be sent. A full post: the answer leaves this site. */
export function BondStep({ bond }: { bond: DraftView["bond"] }) {
  const { t } = useTranslation();
  if (!bond) return null;
  if (bond.missingFen === 0n) return <Notice tone="ok">{t("deposits.bond.have", { amountFen: bond.heldFen })}</Notice>;
  return (
    <div className="grid gap-3 rounded-lg border border-loess-200 bg-loess-50 px-4 py-3">
      <p className="font-semibold">{t("deposits.bond.due", { amountFen: bond.missingFen })}</p>
      <p className="text-sm text-muted">{t("deposits.bond.dueText")}</p>
      {bond.missingFen === LEAST_PAID_FEN && <p className="text-sm text-muted">{t("deposits.page.least", { leastFen: LEAST_PAID_FEN })}</p>}
      <Form method="post" encType="multipart/form-data" reloadDocument>
        <Button variant="primary" name="intent" value="bond">
          {t("deposits.bond.pay")}
        </Button>
      </Form>
    </div>
  );
}
