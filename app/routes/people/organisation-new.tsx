import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useTranslation } from "react-i18next";
import { submit } from "#app/http.server.ts";
import { requireViewer, signedIn, viewerById } from "#app/people/auth.server.ts";
import { createOrganisation } from "#app/people/organisation/create-organisation.server.ts";
import { NewOrganisationForm } from "#app/people/organisation/organisation.ts";
import { switchOrganisation } from "#app/people/organisation/switch-organisation.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.orgs.new"));

export async function loader({ request }: LoaderFunctionArgs) {
  await requireViewer(request);
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const here = await signedIn(request.headers);
  const answer = await submit(request, NewOrganisationForm, async (form) => {
    await limit("makeOrganisation", viewer);
    const orgId = await createOrganisation(viewer, form);
    const member = await viewerById(viewer.userId);
    if (here && member) await switchOrganisation(member, here.sessionId, orgId);
    return orgId;
  });
  return answer.ok ? redirect(`/organisations/${answer.value}?done=created`) : answer.reply;
}

export default function NewOrganisation() {
  const { t } = useTranslation();
  const crumbs = [{ label: t("people.orgs.title"), to: "/organisations" }, { label: t("people.orgs.new") }];
  return (
    <Page title={t("people.orgs.new")} intro={t("people.orgs.newIntro")} crumbs={crumbs} width="narrow">
      <Card>
        <PostForm reloadDocument>
          <Field
            name="name"
            label={t("people.orgs.name")}
            hint={t("people.orgs.nameHint")}
            autoComplete="organization"
            required
            maxLength={60}
          />
          <Field name="city" label={t("people.orgs.city")} autoComplete="address-level2" required maxLength={30} />
          <div>
            <Button variant="primary">{t("people.orgs.create")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
