import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { postUpdate } from "#app/campaigns/showing/post-update.server.ts";
import { audiences, planIsDue, UpdateForm } from "#app/campaigns/showing/talk.ts";
import { imageMimes } from "#app/files/file.ts";
import { orNotFound, refuse, submit } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ChoiceField } from "#app/ui/choice.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";
import { headOf } from "./head.server.ts";
import { ManagePage } from "./parts/manage.tsx";
import { WrittenField } from "./parts/written-field.tsx";

export const meta = titled((t) => t("campaigns.showing.updates.write"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const head = await headOf(viewer, params.campaignId);
  if (head.part !== "creator") throw refuse("notFound");
  return { head, planned: planIsDue(head.lifecycle) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const id = orNotFound(z.uuid().safeParse(params.campaignId).data);
  const answer = await submit(
    request,
    UpdateForm,
    async (input) => {
      await limit("postUpdate", viewer);
      await postUpdate(viewer, id, input);
    },
    viewer,
  );
  return answer.ok ? redirect(`/campaigns/${id}/updates?done=posted`) : answer.reply;
}

export default function NewUpdate() {
  const { head, planned } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <ManagePage campaign={head} title={t("campaigns.showing.updates.write")} intro={t("campaigns.showing.updates.noneCreator")}>
      <Card className="max-w-3xl">
        <PostForm encType="multipart/form-data">
          <Field name="title" label={t("campaigns.showing.updates.title")} required maxLength={60} />
          <WrittenField name="body" label={t("campaigns.showing.updates.body")} rows={10} maxLength={30_000} />
          <FileDrop
            name="pictures[]"
            label={t("campaigns.showing.updates.pictures")}
            hint={t("campaigns.showing.updates.picturesHint")}
            max={8}
            accept={Object.keys(imageMimes).join(",")}
          />
          <ChoiceField
            name="audience"
            label={t("campaigns.showing.updates.audienceLabel")}
            defaultValue="EVERYONE"
            required
            options={audiences.map((value) => ({
              value,
              label: t(`campaigns.showing.updates.audience.${value}`),
              hint: t(`campaigns.showing.updates.audienceHint.${value}`),
            }))}
            cards
          />
          {planned && <Notice>{t("campaigns.showing.updates.planNeeded")}</Notice>}
          <TextField name="nowText" label={t("campaigns.showing.updates.now")} required={planned} rows={2} maxLength={500} />
          <TextField name="nextText" label={t("campaigns.showing.updates.next")} required={planned} rows={2} maxLength={500} />
          <Field name="nextDue" type="date" label={t("campaigns.showing.updates.nextDue")} required={planned} />
          <div className="flex flex-wrap gap-3">
            <Button variant="primary">{t("campaigns.showing.updates.post")}</Button>
            <ButtonLink to={`/campaigns/${head.id}/updates`} variant="ghost">
              {t("campaigns.showing.cancel")}
            </ButtonLink>
          </div>
        </PostForm>
      </Card>
    </ManagePage>
  );
}
