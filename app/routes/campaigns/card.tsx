import type { LoaderFunctionArgs } from "@remix-run/node";
import { renderToStaticMarkup } from "react-dom/server";
import { z } from "zod";
import { type SharedCampaign, sharedCampaign } from "#app/campaigns/showing/share.server.ts";
import { timeLeft } from "#app/campaigns/showing/time-left.ts";
import { env } from "#app/env.server.ts";
import { orNotFound } from "#app/http.server.ts";
import { formatFen } from "#app/i18n/format.ts";
import { i18nFor, languageOf } from "#app/i18n/i18n.server.ts";
import { htmlLang, languages } from "#app/i18n/i18n.ts";
import { appNow } from "#app/transact.server.ts";

/**
 * A small card of the campaign for anybody's page, in an <iframe>. The one address of the product that may be framed: it runs no script,
 * takes no form, knows no visitor, and its only link opens the campaign in a window of its own.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const id = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const campaign = orNotFound(await sharedCampaign(id));
  const asked = z.enum(languages).safeParse(new URL(request.url).searchParams.get("lang")).data;
  const lang =
    asked ?? languageOf(new Request(request.url, { headers: { "accept-language": request.headers.get("accept-language") ?? "" } }));
  const html = renderToStaticMarkup(<Card campaign={campaign} lang={lang} nowMs={(await appNow()).getTime()} />);
  return new Response(`<!doctype html>${html}`, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": `default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *`,
      "Cache-Control": "public, max-age=60",
    },
  });
}

const look = `
*{box-sizing:border-box}body{margin:0;font:15px/1.6 -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#14242c;background:#fff}
a{display:block;color:inherit;text-decoration:none;border:1px solid #dce2e4;border-radius:10px;overflow:hidden;height:100vh;min-height:340px}
a:focus-visible{outline:2px solid #146880;outline-offset:-3px}
img,.none{display:block;width:100%;aspect-ratio:16/9;object-fit:cover;background:#eef1f1}
div{padding:12px 16px}h1{font-size:17px;line-height:1.4;margin:0 0 2px}p{margin:0;color:#4c5d66;font-size:13px}
.tagline{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.bar{height:8px;border-radius:9px;background:#eef1f1;padding:0;margin:12px 0 6px;overflow:hidden}.bar span{display:block;height:100%;background:#146880}
.row{display:flex;justify-content:space-between;gap:12px}.row b{color:#0f5468;font-size:15px}
`;

function Card({ campaign, lang, nowMs }: { campaign: SharedCampaign; lang: (typeof languages)[number]; nowMs: number }) {
  const { t } = i18nFor(lang);
  const left = campaign.lifecycle === "LIVE" && campaign.deadlineAt ? timeLeft(campaign.deadlineAt.getTime() - nowMs) : null;
  const preview = campaign.lifecycle === "PRELAUNCH";
  return (
    <html lang={htmlLang[lang]}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{campaign.title}</title>
        <style>{look}</style>
      </head>
      <body>
        <main>
          <a href={`${env.APP_URL}/campaigns/${campaign.id}`} target="_blank" rel="noopener">
            {campaign.coverFileId ? <img src={`/files/${campaign.coverFileId}?size=thumb`} alt="" /> : <span className="none" />}
            <div>
              <h1>{campaign.title}</h1>
              <p className="tagline">{campaign.tagline}</p>
              <div className="bar">
                <span style={{ width: `${Math.min(100, campaign.bps / 100)}%` }} />
              </div>
              <p className="row">
                <b>
                  {preview
                    ? t("campaigns.showing.followers", { count: campaign.followers })
                    : `${formatFen(campaign.pledgedFen).replace(/\.00$/, "")} · ${t("campaigns.showing.percent", { percent: Math.floor(campaign.bps / 100) })}`}
                </b>
                <span>
                  {left
                    ? t("ui.time.left", { span: t(`campaigns.showing.time.${left.unit}`, { count: left.n }) })
                    : t(`campaigns.lifecycle.${campaign.lifecycle}`)}
                </span>
              </p>
              <p className="row">
                <span>{campaign.creator}</span>
                <span>{t("ui.name")}</span>
              </p>
            </div>
          </a>
        </main>
      </body>
    </html>
  );
}
