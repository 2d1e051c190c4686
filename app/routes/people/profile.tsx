import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { submit } from "#app/http.server.ts";
import { ProfileForm } from "#app/people/account/account.ts";
import { editProfile } from "#app/people/account/edit-profile.server.ts";
import { languageCookie } from "#app/people/account/language-cookie.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { AccountPage } from "./account-page.tsx";
import { Done } from "./done.tsx";

export const meta = titled((t) => t("people.account.profile"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { name, email, locale, orgs } = await requireViewer(request);
  return { name, email, locale, personId: orgs.find((org) => org.kind === "PERSON")?.id ?? null };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const answer = await submit(
    request,
    ProfileForm,
    async (form) => {
      await limit("editProfile", viewer);
      await editProfile(viewer, form);
      return form.locale;
    },
    viewer,
  );
  if (!answer.ok) return answer.reply;
  return redirect("/profile?done=saved", { headers: { "Set-Cookie": languageCookie(answer.value) } });
}

export default function Profile() {
  const { t } = useTranslation();
  const { name, email, locale, personId } = useLoaderData<typeof loader>();
  const languages = [
    { value: "zh", label: "中文" },
    { value: "en", label: "English" },
  ];
  return (
    <AccountPage>
      <Done says={{ saved: t("people.account.saved") }} />
      <Card>
        <PostForm reloadDocument>
          <Field
            name="name"
            label={t("people.account.name")}
            hint={t("people.account.nameHint")}
            defaultValue={name}
            autoComplete="name"
            required
            maxLength={40}
          />
          <Field name="address" label={t("people.account.email")} defaultValue={email} disabled />
          <SelectField
            name="locale"
            label={t("people.account.language")}
            options={languages}
            defaultValue={locale}
            className="sm:max-w-60"
          />
          <div>
            <Button variant="primary">{t("people.account.save")}</Button>
          </div>
        </PostForm>
      </Card>
      {personId && (
        <Card>
          <p className="text-muted">{t("people.account.publicText")}</p>
          <div className="flex flex-wrap gap-3">
            <ButtonLink to={`/organisations/${personId}`}>{t("people.account.editPublic")}</ButtonLink>
            <ButtonLink to={`/providers/${personId}`} variant="ghost">
              {t("people.account.publicPage")}
            </ButtonLink>
          </div>
        </Card>
      )}
    </AccountPage>
  );
}
