import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { submit } from "#app/http.server.ts";
import { ConfirmForm } from "#app/people/account/account.ts";
import { confirmEmail } from "#app/people/account/confirm-email.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.confirm.title"));

export async function action({ request }: ActionFunctionArgs) {
  const answer = await submit(request, ConfirmForm, async ({ token }) => {
    await limit("useLink", null);
    return confirmEmail(token, request.headers);
  });
  if (!answer.ok) return answer.reply;
  return answer.value.has("Set-Cookie") ? redirect("/", { headers: answer.value }) : redirect("/sign-in?done=confirmed");
}

/** A button, since mail scanners open links: only a person presses it. */
export default function Confirm() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  return (
    <Page title={t("people.confirm.title")} width="narrow">
      <Card>
        <p>{t("people.confirm.text")}</p>
        <PostForm reloadDocument>
          <input type="hidden" name="token" value={params.get("token") ?? ""} />
          <div>
            <Button variant="primary">{t("people.confirm.button")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
