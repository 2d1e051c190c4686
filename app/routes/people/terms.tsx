import { useTranslation } from "react-i18next";
import { titled } from "#app/ui/title.ts";
import { DocumentPage } from "./document-page.tsx";

export const meta = titled((t) => t("people.terms.title"));

const sections = ["who", "account", "posting", "contract", "acceptance", "disputes", "campaigns", "fees", "ip", "changes"] as const;

export default function Terms() {
  const { t } = useTranslation();
  return (
    <DocumentPage
      document="terms"
      sections={sections.map((key) => ({ title: t(`people.terms.sections.${key}.title`), text: t(`people.terms.sections.${key}.text`) }))}
    />
  );
}
