import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { submitForm } from "#app/http.server.ts";
import { requireOperator } from "#app/people/auth.server.ts";
import { allowWord } from "#app/people/desk/allow-word.server.ts";
import { forbidWord } from "#app/people/desk/forbid-word.server.ts";
import { forbiddenWords } from "#app/people/desk/queries.server.ts";
import { WordForm } from "#app/people/desk/report.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "../people/done.tsx";

export const meta = titled((t) => t("desk.words"));
export const shouldRevalidate = () => true;

export async function loader({ request }: LoaderFunctionArgs) {
  await requireOperator(request);
  return { words: (await forbiddenWords()).map((row) => row.word) };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireOperator(request);
  await limit("operate", viewer);
  const form = await request.formData();
  const verb = form.get("intent") === "allow" ? allowWord : forbidWord;
  const answer = await submitForm(form, WordForm, ({ word }) => verb(viewer, word));
  return answer.ok ? redirect("/desk/words?done=saved") : answer.reply;
}

export default function Words() {
  const { t } = useTranslation();
  const { words } = useLoaderData<typeof loader>();
  return (
    <Page title={t("desk.words")} intro={t("desk.word.intro")}>
      <Done says={{ saved: t("desk.saved") }} />
      <Card title={t("desk.word.add")}>
        <PostForm intent="forbid" className="sm:grid-cols-[minmax(0,20rem)_auto] sm:items-end">
          <Field name="word" label={t("desk.word.word")} required maxLength={40} />
          <div>
            <Button variant="primary">{t("desk.word.button")}</Button>
          </div>
        </PostForm>
      </Card>
      <Card title={t("desk.word.count", { count: words.length })}>
        {words.length === 0 && <Empty title={t("desk.word.empty")} />}
        <ul className="flex flex-wrap gap-2">
          {words.map((word) => (
            <li key={word}>
              <Form method="post" className="inline-flex items-center rounded-full border border-line bg-page pl-3">
                <span>{word}</span>
                <input type="hidden" name="word" value={word} />
                <button
                  type="submit"
                  name="intent"
                  value="allow"
                  aria-label={t("desk.word.removeNamed", { word })}
                  className="grid size-9 place-items-center rounded-full text-muted hover:text-danger-600"
                >
                  <X size={15} aria-hidden />
                </button>
              </Form>
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}
