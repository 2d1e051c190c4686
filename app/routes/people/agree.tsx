import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { safePath, submit } from "#app/http.server.ts";
import { AgreeForm } from "#app/people/account/account.ts";
import { agree } from "#app/people/account/agree.server.ts";
import { signedIn } from "#app/people/auth.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("people.agree.title"));

const towards = (request: Request) => safePath(new URL(request.url).searchParams.get("to"));

export async function loader({ request }: LoaderFunctionArgs) {
  const here = await signedIn(request.headers);
  if (!here || here.agreed) throw redirect(towards(request));
  return null;
}

export async function action({ request }: ActionFunctionArgs) {
  const here = await signedIn(request.headers);
  if (!here) throw redirect("/sign-in");
  const answer = await submit(request, AgreeForm, async ({ to }) => {
    await agree(here.viewer);
    return safePath(to);
  });
  return answer.ok ? redirect(answer.value) : answer.reply;
}

export default function Agree() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  return (
    <Page title={t("people.agree.title")} width="narrow">
      <Card>
        <p>{t("people.agree.text")}</p>
        <p className="flex flex-wrap gap-4">
          {(["terms", "privacy"] as const).map((document) => (
            <a key={document} href={`/${document}`} target="_blank" rel="noreferrer" className="link">
              {t(`people.document.${document}`)}
            </a>
          ))}
        </p>
        <PostForm>
          <input type="hidden" name="to" value={params.get("to") ?? "/"} />
          <CheckField name="agree" label={t("people.agree.label")} required />
          <div>
            <Button variant="primary">{t("people.agree.button")}</Button>
          </div>
        </PostForm>
      </Card>
    </Page>
  );
}
