import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatSecond } from "#app/i18n/format.ts";
import { type AuditRound, type Fault, verifyRound } from "#app/tasks/live/replay.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { Money } from "#app/ui/money.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useRunning } from "#app/ui/running.ts";

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

type Outcome = { state: "idle" | "busy" | "unsupported" } | { state: "done"; hashes: string[]; fault: Fault | null };

/** Every link with its hash, and the button that works all of them out again on the reader's own machine. */
export function Chain({ round, name }: { round: AuditRound; name: (label: number) => string }) {
  const { t } = useTranslation();
  const running = useRunning();
  const [outcome, setOutcome] = useState<Outcome>({ state: "idle" });
  const links = [{ seq: 0, hash: round.genesisHash, bid: null }, ...round.bids.map((bid) => ({ seq: bid.seq, hash: bid.hash, bid }))];

  async function verify() {
    if (!globalThis.crypto?.subtle) return setOutcome({ state: "unsupported" });
    setOutcome({ state: "busy" });
    setOutcome({ state: "done", ...(await verifyRound(round, sha256)) });
  }

  return (
    <Card title={t("live.replay.chain")}>
      <p className="max-w-3xl text-muted">{t("live.replay.chainText")}</p>
      {running ? (
        <div className="grid gap-3">
          <div>
            <Button
              type="button"
              variant="primary"
              icon={<ShieldCheck size={18} aria-hidden />}
              onClick={verify}
              disabled={outcome.state === "busy"}
            >
              {outcome.state === "busy" ? t("live.replay.verifying") : t("live.replay.verify")}
            </Button>
          </div>
          <div aria-live="polite" className="min-h-12">
            {outcome.state === "unsupported" && <Notice tone="warn">{t("live.replay.unsupported")}</Notice>}
            {outcome.state === "done" &&
              (outcome.fault ? (
                <Notice tone="danger">
                  {outcome.fault.seq === 0 ? t("live.replay.badStart") : t("live.replay.bad", { seq: outcome.fault.seq })}
                </Notice>
              ) : (
                <Notice tone="ok">{t("live.replay.good", { count: outcome.hashes.length })}</Notice>
              ))}
          </div>
        </div>
      ) : (
        <p>{t("live.replay.needScript")}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="max-h-128 overflow-y-auto rounded-md border border-line" aria-label={t("live.replay.chain")} tabIndex={0}>
        <ol>
          {links.map(({ seq, hash, bid }) => {
            const again = outcome.state === "done" ? outcome.hashes[seq] : undefined;
            const ok = again === undefined ? null : again === hash;
            return (
              <li key={seq} className={cx("grid gap-x-4 border-b border-line px-3 py-2 last:border-b-0", ok === false && "bg-danger-50")}>
                <span className="flex flex-wrap items-baseline gap-x-3">
                  <span className="digits font-medium">{bid ? `#${seq}` : t("live.replay.genesis")}</span>
                  {bid && (
                    <>
                      <span className="text-sm text-muted">{formatSecond(bid.acceptedAt)}</span>
                      <span>{name(bid.label)}</span>
                      <Money fen={bid.priceFen} />
                      <span className="text-sm text-muted">{t("live.log.ranked", { rank: bid.rank })}</span>
                    </>
                  )}
                  {ok !== null && (
                    <span className={cx("text-sm font-medium", ok ? "text-ok-600" : "text-danger-600")}>{ok ? "✓" : "✗"}</span>
                  )}
                </span>
                <code className="font-mono text-xs break-all text-muted">{hash}</code>
              </li>
            );
          })}
        </ol>
      </section>
    </Card>
  );
}
