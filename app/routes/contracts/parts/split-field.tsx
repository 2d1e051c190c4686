import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { splitByShare } from "#app/contracts/disputes/dispute.ts";
import { describedBy, FieldFrame } from "#app/ui/field.tsx";
import { useFieldReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";

/** How the frozen sum shall be divided, in whole percents for the provider: a number, and where scripts run a slider and the sums too. */
export function SplitField({ label, amountFen, start = 50 }: { label: string; amountFen: bigint; start?: number }) {
  const { t } = useTranslation();
  const running = useRunning();
  const id = useId();
  const { value, replied, errors } = useFieldReply("share");
  const [share, setShare] = useState(String(replied ? (value ?? "") : start));
  const hint = t("contracts.dispute.offers.shareHint");
  const whole = /^\d{1,3}$/.test(share) && Number(share) <= 100 ? Number(share) : null;
  return (
    <FieldFrame id={id} label={label} hint={hint} errors={errors} required>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="relative block w-28">
          <input
            id={id}
            name="share"
            type="number"
            min={0}
            max={100}
            step={1}
            inputMode="numeric"
            required
            value={share}
            onChange={(event) => setShare(event.target.value)}
            aria-invalid={errors.length > 0 || undefined}
            aria-describedby={describedBy(id, errors, hint)}
            className="box-field pr-9"
          />
          <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted">%</span>
        </span>
        {running && (
          <input
            type="range"
            min={0}
            max={100}
            step={1}
            value={whole ?? 50}
            onChange={(event) => setShare(event.target.value)}
            aria-label={label}
            className="h-8 min-w-40 flex-1 accent-river-600"
          />
        )}
      </div>
      {running && whole !== null && (
        <output className="digits text-sm font-medium">{t("contracts.dispute.split", splitByShare(amountFen, whole))}</output>
      )}
    </FieldFrame>
  );
}
