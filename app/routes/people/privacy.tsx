import { useTranslation } from "react-i18next";
import { titled } from "#app/ui/title.ts";
import { DocumentPage } from "./document-page.tsx";

export const meta = titled((t) => t("people.privacy.title"));

const sections = ["what", "why", "who", "keep", "rights", "cookies", "contact"] as const;

export default function Privacy() {
  const { t } = useTranslation();
  return (
    <DocumentPage
      document="privacy"
      sections={sections.map((key) => ({
        title: t(`people.privacy.sections.${key}.title`),
        text: t(`people.privacy.sections.${key}.text`),
      }))}
    />
  );
}
