import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { receiveForm } from "#app/files/receive.server.ts";
import { orNotFound, submitForm } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { addPortfolioItem } from "#app/people/organisation/add-portfolio-item.server.ts";
import { editInvoicing } from "#app/people/organisation/edit-invoicing.server.ts";
import { editOrganisation } from "#app/people/organisation/edit-organisation.server.ts";
import { InvoicingForm, organisationForm, PortfolioForm, PortfolioIdForm } from "#app/people/organisation/organisation.ts";
import { removePortfolioItem } from "#app/people/organisation/remove-portfolio-item.server.ts";
import { ownOrganisation } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { groups } from "#app/tasks/categories.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";
import { InvoicingCard } from "./invoicing-card.tsx";
import { OrganisationPage } from "./organisation-page.tsx";
import { PortfolioCard } from "./portfolio-card.tsx";

export const meta = titled<typeof loader>((t, { org }) => `${org.name} · ${t("people.orgs.title")}`);
export const shouldRevalidate = () => true;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  return { org: orNotFound(await ownOrganisation(viewer, params.orgId!)) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const orgId = params.orgId!;
  orNotFound(viewer.orgs.find((org) => org.id === orgId));
  const form = await receiveForm(request, viewer);
  await limit("editProfile", viewer);
  const done = (what: string) => redirect(`/organisations/${orgId}?done=${what}`);
  if (form.get("intent") === "addWork") {
    const answer = await submitForm(form, PortfolioForm, (work) => addPortfolioItem(viewer, orgId, work));
    return answer.ok ? done("added") : answer.reply;
  }
  if (form.get("intent") === "removeWork") {
    const answer = await submitForm(form, PortfolioIdForm, ({ itemId }) => removePortfolioItem(viewer, orgId, itemId));
    return answer.ok ? done("removed") : answer.reply;
  }
  if (form.get("intent") === "invoicing") {
    const answer = await submitForm(form, InvoicingForm, (edit) => editInvoicing(viewer, orgId, edit));
    return answer.ok ? done("saved") : answer.reply;
  }
  const answer = await submitForm(form, organisationForm(groups), (edit) => editOrganisation(viewer, orgId, edit));
  return answer.ok ? done("saved") : answer.reply;
}

export default function Organisation() {
  const { t } = useTranslation();
  const { org } = useLoaderData<typeof loader>();
  const says = {
    created: t("people.orgs.created"),
    saved: t("people.orgs.saved"),
    added: t("people.orgs.portfolioAdded"),
    removed: t("people.orgs.portfolioRemoved"),
  };
  return (
    <OrganisationPage org={org}>
      <Done says={says} />
      {org.manages ? <ProfileCard /> : <Notice>{t("people.orgs.readOnly")}</Notice>}
      {org.manages && <InvoicingCard org={org} />}
      <PortfolioCard items={org.portfolio} manages={org.manages} />
    </OrganisationPage>
  );
}

function ProfileCard() {
  const { t } = useTranslation();
  const { org } = useLoaderData<typeof loader>();
  const categories = groups.map((group) => ({ value: group, label: t(`tasks.group.${group}`) }));
  return (
    <Card title={t("people.orgs.profile")}>
      <PostForm intent="profile" encType="multipart/form-data">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field name="name" label={t("people.orgs.displayName")} defaultValue={org.name} required maxLength={60} />
          <Field name="city" label={t("people.orgs.city")} defaultValue={org.city} maxLength={30} />
        </div>
        <TextField
          name="about"
          label={t("people.orgs.about")}
          hint={t("people.orgs.aboutHint")}
          defaultValue={org.about}
          rows={7}
          maxLength={3000}
        />
        <Field
          name="skills"
          label={t("people.orgs.skills")}
          hint={t("people.orgs.skillsHint")}
          defaultValue={org.skills.join("，")}
          maxLength={400}
        />
        <ChoiceField
          name="categories[]"
          label={t("people.orgs.categories")}
          hint={t("people.orgs.categoriesHint")}
          options={categories}
          defaultValue={org.categories}
          columns="grid-cols-2 sm:grid-cols-3"
          many
        />
        <Field
          name="website"
          type="url"
          label={t("people.orgs.website")}
          hint={t("people.orgs.websiteHint")}
          defaultValue={org.website ?? ""}
          maxLength={300}
        />
        <FileDrop
          name="avatar[]"
          label={t("people.orgs.avatar")}
          hint={t("people.orgs.avatarHint")}
          held={org.avatarFiles}
          max={1}
          accept="image/png,image/jpeg,image/webp"
        />
        <div>
          <Button variant="primary">{t("people.orgs.save")}</Button>
        </div>
      </PostForm>
    </Card>
  );
}
