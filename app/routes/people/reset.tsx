import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { submit } from "#app/http.server.ts";
import { ResetForm } from "#app/people/account/account.ts";
import { resetPassword } from "#app/people/account/reset-password.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.reset.title"));

export async function action({ request }: ActionFunctionArgs) {
  const answer = await submit(request, ResetForm, async ({ token, password }) => {
    await limit("useLink", null);
    await resetPassword(token, password);
  });
  return answer.ok ? redirect("/sign-in?done=reset") : answer.reply;
}

export default function Reset() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  return (
    <Page title={t("people.reset.title")} intro={t("people.reset.text")} width="narrow">
      <Card>
        <PostForm>
          <input type="hidden" name="token" value={params.get("token") ?? ""} />
          <Field
            name="password"
            type="password"
            label={t("people.reset.password")}
            hint={t("people.signUp.passwordHint")}
            autoComplete="new-password"
            required
            minLength={8}
            maxLength={128}
          />
          <div>
            <Button variant="primary">{t("people.reset.button")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
