import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { safePath, submit } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { SignUpForm } from "#app/people/account/account.ts";
import { signUp } from "#app/people/account/sign-up.server.ts";
import { viewerOf } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.signUp.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  if (await viewerOf(request.headers)) throw redirect(safePath(new URL(request.url).searchParams.get("to")));
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const answer = await submit(request, SignUpForm, async ({ name, email, password }) => {
    await limit("signUp", email);
    await signUp({ name, email, password, locale: languageOf(request) });
  });
  return answer.ok ? redirect("/check-mail?for=confirm") : answer.reply;
}

export default function SignUp() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const to = params.get("to");
  return (
    <Page title={t("people.signUp.title")} intro={t("people.signUp.intro")} width="narrow">
      <Card
        footer={
          <p>
            {t("people.signUp.have")}{" "}
            <Link to={to ? `/sign-in?to=${encodeURIComponent(to)}` : "/sign-in"} className="link">
              {t("people.signUp.signIn")}
            </Link>
          </p>
        }
      >
        <PostForm>
          <Field
            name="name"
            label={t("people.signUp.name")}
            hint={t("people.signUp.nameHint")}
            autoComplete="name"
            required
            maxLength={40}
          />
          <Field name="email" type="email" label={t("people.signUp.email")} autoComplete="email" required maxLength={254} />
          <Field
            name="password"
            type="password"
            label={t("people.signUp.password")}
            hint={t("people.signUp.passwordHint")}
            autoComplete="new-password"
            required
            minLength={8}
            maxLength={128}
          />
          <CheckField name="agree" required label={<Agreement />} />
          <Button variant="primary" wide>
            {t("people.signUp.button")}
          </Button>
        </PostForm>
      </Card>
    </Page>
  );
}

function Agreement() {
  const { t } = useTranslation();
  return (
    <>
      {t("people.signUp.agree")}{" "}
      <a href="/terms" target="_blank" rel="noreferrer" className="link">
        {t("people.document.terms")}
      </a>{" "}
      {t("people.signUp.and")}{" "}
      <a href="/privacy" target="_blank" rel="noreferrer" className="link">
        {t("people.document.privacy")}
      </a>
    </>
  );
}
