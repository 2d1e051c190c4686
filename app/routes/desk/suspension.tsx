import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { TextField } from "#app/ui/field.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** Suspends a person or an organisation with a reason, or ends the suspension. The id is part of the intent: a refusal opens the right one. */
export function Suspension({ id, name, suspended, text }: { id: string; name: string; suspended: boolean; text: string }) {
  const { t } = useTranslation();
  const act = suspended ? "resume" : "suspend";
  const intent = `${act}:${id}`;
  return (
    <Dialog
      trigger={t(`desk.find.${act}`)}
      title={t(`desk.find.${act}Named`, { name })}
      intro={suspended ? undefined : text}
      size="sm"
      variant={suspended ? "secondary" : "danger"}
      intent={intent}
    >
      <PostForm intent={intent}>
        <TextField name="reason" label={t("desk.find.reason")} hint={t("desk.find.reasonHint")} rows={3} required maxLength={500} />
        <div>
          <Button variant={suspended ? "primary" : "danger"}>{t("desk.find.confirm")}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}
