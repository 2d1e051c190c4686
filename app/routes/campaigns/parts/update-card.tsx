import { Link } from "@remix-run/react";
import { CalendarClock, Lock, MessageSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ShownUpdate } from "#app/campaigns/showing/talk.server.ts";
import { imageMimes } from "#app/files/file.ts";
import { Chip } from "#app/ui/chip.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Story } from "./about.tsx";

/** One update: what was told, and in the time after success what is done now, what comes next and when the next word is due. */
export function UpdateCard({ update, campaignId }: { update: ShownUpdate; campaignId: string }) {
  const { t } = useTranslation();
  const pictures = update.pictures.filter((file) => file.mime in imageMimes);
  const planned = update.nowText || update.nextText || update.nextDueAt;
  return (
    <li id={`update-${update.id}`} className="scroll-mt-20 rounded-lg border border-line bg-panel shadow-panel">
      <article className="grid gap-4 p-4 sm:p-6" aria-labelledby={`update-${update.id}-title`}>
        <header className="grid gap-1">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
            <span>{t("campaigns.showing.updates.number", { n: update.ord })}</span>
            <When at={update.at} />
            {update.audience === "BACKERS" && (
              <Chip icon={<Lock size={12} aria-hidden />}>{t("campaigns.showing.updates.audience.BACKERS")}</Chip>
            )}
          </p>
          <h2 id={`update-${update.id}-title`} className="text-xl">
            {update.title}
          </h2>
        </header>
        {update.locked ? (
          <p className="rounded-md bg-sunken px-4 py-3 text-muted">{t("campaigns.showing.updates.locked")}</p>
        ) : (
          <>
            <Story html={update.bodyHtml} />
            {pictures.length > 0 && (
              <ul className="flex flex-wrap gap-3">
                {pictures.map((picture, i) => (
                  <li key={picture.id}>
                    <a href={picture.href}>
                      <img
                        src={`${picture.href}?size=thumb`}
                        alt={t("campaigns.showing.updates.picture", { n: i + 1, title: update.title })}
                        loading="lazy"
                        className="max-h-60 max-w-full rounded-md bg-sunken object-contain"
                      />
                    </a>
                  </li>
                ))}
              </ul>
            )}
            {planned && (
              <dl className="grid gap-3 rounded-md border border-loess-200 bg-loess-50 p-4 sm:grid-cols-3">
                {update.nowText && <Said label={t("campaigns.showing.updates.now")}>{update.nowText}</Said>}
                {update.nextText && <Said label={t("campaigns.showing.updates.next")}>{update.nextText}</Said>}
                {update.nextDueAt && (
                  <Said label={t("campaigns.showing.updates.nextDue")}>
                    <span className="inline-flex items-center gap-1.5">
                      <CalendarClock size={16} aria-hidden /> <When at={update.nextDueAt} day />
                    </span>
                  </Said>
                )}
              </dl>
            )}
            <p className="border-t border-line pt-3 text-sm">
              <Link to={`/campaigns/${campaignId}/comments?update=${update.id}`} className="link inline-flex items-center gap-1.5">
                <MessageSquare size={15} aria-hidden />
                {update.comments > 0
                  ? t("campaigns.showing.updates.comments", { count: update.comments })
                  : t("campaigns.showing.updates.comment")}
              </Link>
            </p>
          </>
        )}
      </article>
    </li>
  );
}

const Said = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="grid content-start gap-0.5">
    <dt className="text-sm font-medium text-loess-700">{label}</dt>
    <dd className="whitespace-pre-line">{children}</dd>
  </div>
);
