import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { useSearchParams } from "@remix-run/react";
import { MailCheck } from "lucide-react";
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
import { Done } from "./done.tsx";

export const meta = titled((t) => t("people.checkMail.title"));

const kindOf = (text: string | null) => (text === "reset" ? "reset" : "confirm");

export async function action({ request }: ActionFunctionArgs) {
  const kind = kindOf(new URL(request.url).searchParams.get("for"));
  const answer = await submit(request, EmailForm, async ({ email }) => {
    await limit("mailLink", email);
    await mailLink(kind, email);
  });
  return answer.ok ? redirect(`/check-mail?for=${kind}&done=sent`) : answer.reply;
}

/** The same page whatever the address: it does not tell whether there is an account. */
export default function CheckMail() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const kind = kindOf(params.get("for"));
  return (
    <Page title={t("people.checkMail.title")} width="narrow">
      <Done says={{ sent: t("people.checkMail.sent") }} />
      <Card>
        <div className="flex items-start gap-3">
          <MailCheck size={24} className="mt-0.5 shrink-0 text-ok-600" aria-hidden />
          <p>{t(`people.checkMail.${kind}`)}</p>
        </div>
        <hr className="border-line" />
        <p className="text-muted">{t("people.checkMail.none")}</p>
        <PostForm>
          <Field name="email" type="email" label={t("people.signIn.email")} autoComplete="email" required maxLength={254} />
          <div>
            <Button>{t("people.checkMail.again")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
