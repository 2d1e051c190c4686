import { useTranslation } from "react-i18next";
import type { PledgePage } from "#app/campaigns/pledging/queries.server.ts";
import { mayJudge, relationOf } from "#app/campaigns/pledging/relation.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** Why a pledge counts as the creator's own, what follows from it, and how its backer answers. */
export function RelationBox({ pledge }: { pledge: PledgePage }) {
  const { t } = useTranslation();
  const relation = relationOf(pledge.relatedBy);
  if (!pledge.related || !relation) return null;
  return (
    <Card title={t("campaigns.pledging.relation.title")}>
      <p>{t(`campaigns.pledging.relation.${relation}`)}</p>
      <p className="text-sm text-muted">{t("campaigns.pledging.relation.follows")}</p>
      {pledge.relatedSays !== null && (
        <p className="text-sm">
          <span className="block text-muted">{t("campaigns.pledging.relation.answered")}</span>
          {pledge.relatedSays}
        </p>
      )}
      {pledge.relatedSays === null && mayJudge(pledge.campaign.lifecycle) && (
        <Dialog
          intent="answerRelation"
          trigger={t("campaigns.pledging.relation.answer")}
          title={t("campaigns.pledging.relation.answer")}
          intro={t("campaigns.pledging.relation.answerText")}
        >
          <PostForm intent="answerRelation">
            <TextField name="text" label={t("campaigns.pledging.relation.text")} rows={4} required minLength={4} maxLength={500} />
            <div>
              <Button variant="primary">{t("campaigns.pledging.relation.send")}</Button>
            </div>
          </PostForm>
        </Dialog>
      )}
    </Card>
  );
}
