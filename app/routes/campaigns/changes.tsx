import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { ChangeLink, Json } from "#app/campaigns/changing/chain.ts";
import { isChangeKind } from "#app/campaigns/changing/change.ts";
import { changesOf } from "#app/campaigns/changing/queries.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { buttonClass } from "#app/ui/button.tsx";
import { Card, Prose } from "#app/ui/card.tsx";
import { cx } from "#app/ui/cx.ts";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { Table } from "#app/ui/table.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { ChainCheck } from "./parts/chain-check.tsx";
import { Diff } from "./parts/diff.tsx";

export const meta = titled<typeof loader>(
  (t, data) => `${t("campaigns.reviewing.changes.publicTitle")}${t("ui.colon")}${data.campaign.title}`,
);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const before = z.coerce.number().int().min(2).max(2_000_000_000).safeParse(new URL(request.url).searchParams.get("before"));
  return orNotFound(await changesOf(await viewerOf(request.headers), params.campaignId ?? "", before.data ?? null));
}

/** Every change since the launch, the newest first, in the open, and the means to check that none was altered. */
export default function CampaignChanges() {
  const { campaign, links, next, names, roots } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      title={t("campaigns.reviewing.changes.publicTitle")}
      intro={t("campaigns.reviewing.changes.publicIntro")}
      crumbs={[
        { label: t("campaigns.name"), to: "/campaigns" },
        { label: campaign.title, to: `/campaigns/${campaign.id}` },
        { label: t("campaigns.reviewing.changes.publicTitle") },
      ]}
      actions={
        <a href={`/campaigns/${campaign.id}/changes.json`} className={buttonClass({ size: "sm" })}>
          <Download size={16} aria-hidden /> {t("campaigns.reviewing.changes.download")}
        </a>
      }
    >
      {campaign.head.seq <= 1 && <p className="text-muted">{t("campaigns.reviewing.changes.none")}</p>}
      <ol className="grid grid-cols-1 gap-4">
        {links.map((link) => (
          <li key={link.seq} id={`change-${link.seq}`}>
            <ChangeCard link={link as ChangeLink} by={link.byUserId ? names[link.byUserId] : undefined} />
          </li>
        ))}
      </ol>
      <Pager previous={links[0] && links[0].seq < campaign.head.seq ? "?" : null} next={next === null ? null : `?before=${next}`} />
      <ChainCheck campaignId={campaign.id} head={campaign.head} />
      <Card title={t("campaigns.reviewing.changes.roots")} flush={roots.length > 0}>
        <p className={cx("text-muted", roots.length > 0 && "px-4 pb-3 sm:px-5")}>{t("campaigns.reviewing.changes.rootsText")}</p>
        {roots.length === 0 ? (
          <p>{t("campaigns.reviewing.changes.rootsNone")}</p>
        ) : (
          <Table
            rows={roots}
            rowKey={(root) => root.day}
            caption={t("campaigns.reviewing.changes.roots")}
            columns={[
              { key: "day", head: t("campaigns.reviewing.changes.rootDay"), main: true, cell: (root) => root.day },
              { key: "count", head: t("campaigns.reviewing.changes.rootCampaigns"), end: true, cell: (root) => root.campaigns },
              {
                key: "hash",
                head: t("campaigns.reviewing.changes.rootHash"),
                cell: (root) => <code className="font-mono text-xs break-all">{root.hash}</code>,
              },
            ]}
          />
        )}
      </Card>
    </Page>
  );
}

function ChangeCard({ link, by }: { link: ChangeLink; by: string | undefined }) {
  const { t } = useTranslation();
  const kind = isChangeKind(link.kind) ? link.kind : "other";
  const title = (link.after ?? link.before) as { title?: Json } | null;
  return (
    <Card
      title={`${t(`campaigns.reviewing.changes.kind.${kind}`)}${link.subject.startsWith("reward:") && title?.title ? `${t("ui.colon")}${title.title}` : ""}`}
      actions={
        <span className="text-sm text-muted">
          #{link.seq} · <When at={link.at} /> · {by ?? t("campaigns.reviewing.changes.bySystem")}
        </span>
      }
    >
      {link.note && <Prose text={link.note} />}
      <Diff before={link.before} after={link.after} />
      <code className="font-mono text-xs break-all text-faint">{link.hash}</code>
    </Card>
  );
}
