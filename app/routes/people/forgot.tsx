import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { submit } from "#app/http.server.ts";
import { EmailForm } from "#app/people/account/account.ts";
import { mailLink } from "#app/people/account/mail-link.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.forgot.title"));

export async function action({ request }: ActionFunctionArgs) {
  const answer = await submit(request, EmailForm, async ({ email }) => {
    await limit("mailLink", email);
    await mailLink("reset", email);
  });
  return answer.ok ? redirect("/check-mail?for=reset") : answer.reply;
}

export default function Forgot() {
  const { t } = useTranslation();
  return (
    <Page title={t("people.forgot.title")} intro={t("people.forgot.text")} width="narrow">
      <Card>
        <PostForm>
          <Field name="email" type="email" label={t("people.signIn.email")} autoComplete="email" required maxLength={254} />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Button variant="primary">{t("people.forgot.button")}</Button>
            <Link to="/sign-in" className="link">
              {t("people.forgot.back")}
            </Link>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
