import { QrCode, Share2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Card } from "#app/ui/card.tsx";
import { CopyButton } from "#app/ui/copy.tsx";
import { reportSeen } from "./use-seen.ts";

/** How others learn of it: the link, a code for phones, a picture, a card for somebody's own page. */
export function ShareCard({ id, title, origin }: { id: string; title: string; origin: string }) {
  const { t } = useTranslation();
  const link = `${origin}/campaigns/${id}`;
  const embed = `<iframe src="${link}/card" width="360" height="400" style="border:0" loading="lazy" title="${title.replaceAll('"', "&quot;")}"></iframe>`;
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Share2 size={18} aria-hidden /> {t("campaigns.showing.share.title")}
        </span>
      }
    >
      <div className="grid gap-2" onClickCapture={() => reportSeen(id, "SHARE")}>
        <p className="rounded-md bg-sunken px-3 py-2 text-sm break-all select-all">{link}</p>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={link} label={t("campaigns.showing.share.copy")} />
        </div>
      </div>
      <details className="group">
        <summary className="flex items-center gap-1.5 text-sm text-river-700 hover:underline">
          <QrCode size={16} aria-hidden /> {t("campaigns.showing.share.more")}
        </summary>
        <div className="mt-3 grid gap-4">
          <img
            src={`/campaigns/${id}/qr.svg`}
            alt={t("campaigns.showing.share.qr")}
            width={180}
            height={180}
            loading="lazy"
            className="rounded-md border border-line bg-white"
          />
          <p className="text-sm">
            <a href={`/campaigns/${id}/share.png`} className="link">
              {t("campaigns.showing.share.picture")}
            </a>
          </p>
          <div className="grid gap-2">
            <p className="text-sm font-medium">{t("campaigns.showing.share.embed")}</p>
            <pre className="overflow-x-auto rounded-md bg-sunken p-3 text-xs whitespace-pre-wrap select-all">{embed}</pre>
            <div>
              <CopyButton text={embed} />
            </div>
          </div>
        </div>
      </details>
    </Card>
  );
}
