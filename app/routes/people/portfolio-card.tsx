import { Form } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, TextField } from "#app/ui/field.tsx";
import { FileDrop } from "#app/ui/file-drop.tsx";
import { PostForm } from "#app/ui/reply.tsx";

export type Work = { id: string; title: string; description: string; fileId: string | null };

/** Pieces of work in a grid of pictures; those who manage the organisation add and remove them here. */
export function PortfolioCard({ items, manages }: { items: readonly Work[]; manages: boolean }) {
  const { t } = useTranslation();
  return (
    <Card title={t("people.orgs.portfolio")} actions={manages && <AddWork />}>
      {manages && <p className="text-muted">{t("people.orgs.portfolioText")}</p>}
      {items.length === 0 ? (
        <Empty title={t("people.orgs.portfolioNone")} />
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {items.map((item) => (
            <li key={item.id} className="grid content-start gap-2 overflow-hidden rounded-md border border-line">
              <Picture fileId={item.fileId} />
              <div className={`grid gap-1 px-3 pb-3 ${item.fileId ? "" : "pt-3"}`}>
                <h3 className="font-medium">{item.title}</h3>
                {item.description && <p className="text-sm whitespace-pre-line text-muted">{item.description}</p>}
                {manages && (
                  <Form method="post">
                    <input type="hidden" name="itemId" value={item.id} />
                    <Button
                      name="intent"
                      value="removeWork"
                      size="sm"
                      variant="ghost"
                      aria-label={t("people.orgs.portfolioRemoveNamed", { title: item.title })}
                    >
                      {t("people.orgs.portfolioRemove")}
                    </Button>
                  </Form>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const Picture = ({ fileId }: { fileId: string | null }) =>
  fileId && (
    <a href={`/files/${fileId}`} className="block aspect-4/3 bg-sunken">
      <img src={`/files/${fileId}?size=thumb`} alt="" loading="lazy" className="size-full object-cover" />
    </a>
  );

function AddWork() {
  const { t } = useTranslation();
  return (
    <Dialog
      trigger={t("people.orgs.portfolioAdd")}
      title={t("people.orgs.portfolioAdd")}
      intent="addWork"
      size="sm"
      icon={<Plus size={16} aria-hidden />}
    >
      <PostForm intent="addWork" encType="multipart/form-data">
        <Field name="title" label={t("people.orgs.portfolioTitle")} required maxLength={80} />
        <TextField name="description" label={t("people.orgs.portfolioDescription")} rows={3} maxLength={1000} />
        <FileDrop
          name="picture[]"
          label={t("people.orgs.portfolioPicture")}
          hint={t("people.orgs.avatarHint")}
          max={1}
          accept="image/png,image/jpeg,image/webp"
        />
        <div>
          <Button variant="primary">{t("people.orgs.portfolioAdd")}</Button>
        </div>
      </PostForm>
    </Dialog>
  );
}
