import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { safePath, submit } from "#app/http.server.ts";
import { SignInForm } from "#app/people/account/account.ts";
import { signIn } from "#app/people/account/sign-in.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";

export const meta = titled((t) => t("people.signIn.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  if (await viewerOf(request.headers)) throw redirect(safePath(new URL(request.url).searchParams.get("to")));
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const answer = await submit(request, SignInForm, async ({ email, password, to }) => {
    await limit("signIn", email);
    return { headers: await signIn(email, password, request.headers), to: safePath(to) };
  });
  return answer.ok ? redirect(answer.value.to, { headers: answer.value.headers }) : answer.reply;
}

export default function SignIn() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const to = params.get("to");
  return (
    <Page title={t("people.signIn.title")} width="narrow">
      <Done says={{ reset: t("people.signIn.reset"), confirmed: t("people.signIn.confirmed"), closed: t("people.signIn.closed") }} />
      {to && <Notice>{t("people.signIn.first")}</Notice>}
      <Card
        footer={
          <p>
            {t("people.signIn.none")}{" "}
            <Link to={to ? `/sign-up?to=${encodeURIComponent(to)}` : "/sign-up"} className="link">
              {t("people.signIn.signUp")}
            </Link>
          </p>
        }
      >
        <PostForm reloadDocument>
          {to && <input type="hidden" name="to" value={to} />}
          <Field name="email" type="email" label={t("people.signIn.email")} autoComplete="username" required maxLength={254} />
          <Field
            name="password"
            type="password"
            label={t("people.signIn.password")}
            autoComplete="current-password"
            required
            maxLength={128}
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Button variant="primary">{t("people.signIn.button")}</Button>
            <Link to="/forgot" className="link">
              {t("people.signIn.forgot")}
            </Link>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
