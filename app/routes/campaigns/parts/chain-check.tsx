import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChainHead, type ChangeLink, verifyChain } from "#app/campaigns/changing/chain.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useRunning } from "#app/ui/running.ts";

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

type Outcome = { state: "idle" | "busy" | "unsupported" | "unread" } | { state: "done"; count: number; fault: number | null };
type File = { headSeq: number; headHash: string; links: ChangeLink[] };

/**
 * Reads the whole chain and works out every hash of it again on the reader's own machine. It must end with the head that it says it has,
 * and hold the head that this page was made with: a chain that was cut short does neither.
 */
export function ChainCheck({ campaignId, head }: { campaignId: string; head: ChainHead }) {
  const { t } = useTranslation();
  const running = useRunning();
  const [outcome, setOutcome] = useState<Outcome>({ state: "idle" });
  if (head.seq === 0) return null;
  async function verify() {
    if (!globalThis.crypto?.subtle) return setOutcome({ state: "unsupported" });
    setOutcome({ state: "busy" });
    try {
      const answer = await fetch(`/campaigns/${campaignId}/changes.json`);
      if (!answer.ok) return setOutcome({ state: "unread" });
      const { links, headSeq, headHash } = (await answer.json()) as File;
      const { fault, hashes } = await verifyChain(links, { seq: headSeq, hash: headHash }, sha256);
      const held = hashes[head.seq - 1] === head.hash;
      setOutcome({ state: "done", count: links.length, fault: fault ?? (held ? null : Math.min(links.length + 1, head.seq)) });
    } catch {
      setOutcome({ state: "unread" });
    }
  }
  return (
    <Card title={t("campaigns.reviewing.changes.chain")}>
      <p className="max-w-3xl text-muted">{t("campaigns.reviewing.changes.chainText")}</p>
      {running ? (
        <>
          <div>
            <Button
              type="button"
              variant="primary"
              icon={<ShieldCheck size={18} aria-hidden />}
              onClick={verify}
              disabled={outcome.state === "busy"}
            >
              {t(outcome.state === "busy" ? "campaigns.reviewing.changes.verifying" : "campaigns.reviewing.changes.verify")}
            </Button>
          </div>
          <div aria-live="polite">
            {outcome.state === "unread" && <Notice tone="warn">{t("campaigns.reviewing.changes.unread")}</Notice>}
            {outcome.state === "unsupported" && <Notice tone="warn">{t("campaigns.reviewing.changes.unsupported")}</Notice>}
            {outcome.state === "done" &&
              (outcome.fault === null ? (
                <Notice tone="ok">{t("campaigns.reviewing.changes.good", { count: outcome.count })}</Notice>
              ) : (
                <Notice tone="danger">{t("campaigns.reviewing.changes.bad", { seq: outcome.fault })}</Notice>
              ))}
          </div>
        </>
      ) : (
        <p>{t("campaigns.reviewing.changes.needScript")}</p>
      )}
    </Card>
  );
}
