import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { BadgeCheck, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { requireViewer } from "#app/people/auth.server.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";

export const meta = titled((t) => t("people.orgs.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { orgs, orgId } = await requireViewer(request);
  return { orgs, orgId };
}

export default function Organisations() {
  const { t } = useTranslation();
  const { orgs, orgId } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t("people.orgs.title")}
      intro={t("people.orgs.intro")}
      width="text"
      actions={
        <ButtonLink to="/organisations/new" variant="primary" icon={<Plus size={17} aria-hidden />}>
          {t("people.orgs.new")}
        </ButtonLink>
      }
    >
      <Done says={{ left: t("people.orgs.left") }} />
      <Card flush>
        <ul>
          {orgs.map((org) => (
            <li key={org.id} className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b border-line px-4 py-4 last:border-b-0 sm:px-5">
              <Avatar name={org.name} />
              <div className="min-w-0 flex-1 basis-48">
                <p className="flex flex-wrap items-center gap-2">
                  <Link to={`/organisations/${org.id}`} className="link font-medium">
                    {org.name}
                  </Link>
                  {org.verified && <BadgeCheck size={17} className="text-ok-600" aria-label={t("people.providers.verified")} />}
                  {org.suspended && <Chip tone="danger">{t("people.providers.suspended")}</Chip>}
                </p>
                <p className="text-sm text-muted">
                  {t(`people.kind.${org.kind}`)} · {t("people.orgs.role")}
                  {t("ui.colon")}
                  {t(`people.role.${org.role}`)}
                </p>
              </div>
              {org.id === orgId ? (
                <Chip tone="info">{t("people.orgs.acting")}</Chip>
              ) : (
                <Form method="post" action="/organisations/switch" reloadDocument>
                  <input type="hidden" name="to" value="/organisations" />
                  <Button name="orgId" value={org.id} size="sm" aria-label={`${t("people.orgs.switchTo")}${t("ui.colon")}${org.name}`}>
                    {t("people.orgs.switchTo")}
                  </Button>
                </Form>
              )}
              <ButtonLink
                to={`/organisations/${org.id}`}
                size="sm"
                variant="ghost"
                aria-label={`${t("people.orgs.manage")}${t("ui.colon")}${org.name}`}
              >
                {t("people.orgs.manage")}
              </ButtonLink>
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}
