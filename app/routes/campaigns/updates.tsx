import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { Megaphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { updatesOf } from "#app/campaigns/showing/talk.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { headOf } from "./head.server.ts";
import { CampaignFrame } from "./parts/frame.tsx";
import { UpdateCard } from "./parts/update-card.tsx";

export const meta = titled<typeof loader>((t, data) => `${t("campaigns.showing.pages.updates")} · ${data.head.title}`);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request.headers);
  const head = await headOf(viewer, params.campaignId);
  const before = z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .safeParse(new URL(request.url).searchParams.get("before") ?? undefined).data;
  return { head: orNotFound(head), ...(await updatesOf(head.id, head.part, before ?? null)), paged: before !== undefined };
}

export default function Updates() {
  const { head, updates, next, paged } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const writes = head.part === "creator";
  const write = (
    <ButtonLink to={`/campaigns/${head.id}/manage/updates/new`} variant="primary">
      {t("campaigns.showing.updates.write")}
    </ButtonLink>
  );
  return (
    <CampaignFrame campaign={head} actions={writes && write}>
      {params.get("done") === "posted" && <Notice tone="ok">{t("campaigns.showing.updates.posted")}</Notice>}
      {updates.length === 0 ? (
        <Card>
          <Empty title={t("campaigns.showing.updates.none")} icon={<Megaphone size={28} aria-hidden />} action={writes && write}>
            {t(writes ? "campaigns.showing.updates.noneCreator" : "campaigns.showing.updates.noneHint")}
          </Empty>
        </Card>
      ) : (
        <ol className="grid max-w-4xl gap-6">
          {updates.map((update) => (
            <UpdateCard key={update.id} update={update} campaignId={head.id} />
          ))}
        </ol>
      )}
      <Pager previous={paged ? "?" : null} next={next === null ? null : `?before=${next}`} />
    </CampaignFrame>
  );
}
