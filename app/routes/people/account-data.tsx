import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { submit } from "#app/http.server.ts";
import { CloseForm } from "#app/people/account/account.ts";
import { closeAccount } from "#app/people/account/close-account.server.ts";
import { nothingOpen, openObligations } from "#app/people/account/open-obligations.server.ts";
import { signOut } from "#app/people/account/sign-out.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { consentsOf } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { AccountPage } from "./account-page.tsx";

export const meta = titled((t) => t("people.account.data"));
export const shouldRevalidate = () => true;

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const [consents, ...all] = await Promise.all([consentsOf(viewer), ...viewer.orgs.map((org) => openObligations(org.id))]);
  const open = viewer.orgs.map((org, i) => ({ name: org.name, ...all[i]! })).filter((o) => !nothingOpen(o));
  return { consents, open };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const answer = await submit(request, CloseForm, async ({ password }) => {
    await limit("changePassword", viewer);
    await closeAccount(viewer, password);
  });
  return answer.ok ? redirect("/sign-in?done=closed", { headers: await signOut(request.headers) }) : answer.reply;
}

export default function AccountData() {
  const { t } = useTranslation();
  const { consents, open } = useLoaderData<typeof loader>();
  return (
    <AccountPage>
      <Card title={t("people.account.export")}>
        <p className="text-muted">{t("people.account.exportText")}</p>
        <div>
          <a href="/account/export.json" download className={buttonClass({})}>
            <Download size={17} aria-hidden />
            {t("people.account.exportButton")}
          </a>
        </div>
      </Card>
      <Card title={t("people.account.consents")}>
        <ul className="grid gap-1.5">
          {consents.map((consent) => (
            <li key={consent.document + consent.version} className="flex flex-wrap gap-x-4">
              <a href={`/${consent.document}`} className="link">
                {t(`people.document.${consent.document as "terms" | "privacy"}`)}
              </a>
              <span className="text-sm text-muted">
                {t("people.account.version")} {consent.version} · {t("people.account.consentAt")} <When at={consent.at} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("people.account.close")}>
        <p className="text-muted">{t("people.account.closeText")}</p>
        {open.length > 0 && <Open open={open} />}
        <PostForm>
          <Field
            name="password"
            type="password"
            label={t("people.signIn.password")}
            autoComplete="current-password"
            required
            className="sm:max-w-80"
          />
          <CheckField name="sure" label={t("people.account.closeSure")} required />
          <div>
            <Button variant="danger">{t("people.account.closeButton")}</Button>
          </div>
        </PostForm>
      </Card>
    </AccountPage>
  );
}

type OpenOf = ReturnType<typeof useLoaderData<typeof loader>>["open"];

function Open({ open }: { open: OpenOf }) {
  const { t } = useTranslation();
  return (
    <Notice tone="warn" title={t("people.account.open")}>
      <ul>
        {open.map((o) => (
          <li key={o.name}>
            <span className="font-medium">{o.name}</span>{" "}
            {[
              o.contracts > 0 && t("people.account.openContracts", { count: o.contracts }),
              o.tasks > 0 && t("people.account.openTasks", { count: o.tasks }),
              o.bids > 0 && t("people.account.openBids", { count: o.bids }),
              o.payments > 0 && t("people.account.openPayments", { count: o.payments }),
              o.balanceFen > 0n && t("people.account.openBalance", { balanceFen: o.balanceFen }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
