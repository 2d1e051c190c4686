import { useTranslation } from "react-i18next";
import { documents } from "#app/people/account/documents.ts";
import { Card, Prose } from "#app/ui/card.tsx";
import { PrintButton } from "#app/ui/copy.tsx";
import { Page } from "#app/ui/page.tsx";

/** A document that people agree to: its version and its sections. */
export function DocumentPage({ document, sections }: { document: keyof typeof documents; sections: { title: string; text: string }[] }) {
  const { t } = useTranslation();
  return (
    <Page
      title={t(`people.${document}.title`)}
      intro={t("people.terms.version", { version: documents[document] })}
      width="text"
      actions={<PrintButton />}
    >
      <Card>
        {sections.map((section) => (
          <section key={section.title} className="grid gap-2">
            <h2 className="text-lg">{section.title}</h2>
            <Prose text={section.text} />
          </section>
        ))}
      </Card>
    </Page>
  );
}
