import { useTranslation } from "react-i18next";
import type { ContractPage } from "#app/contracts/queries.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, KeyValue } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { PostForm } from "#app/ui/reply.tsx";

/** Who has signed, and the signature of the viewer's side under exactly the version shown. */
export function SignCard({ contract }: { contract: ContractPage }) {
  const { t } = useTranslation();
  const signed = (side: "EMPLOYER" | "PROVIDER") => contract.signatures.find((s) => s.side === side);
  const mine = contract.side && !signed(contract.side) && contract.mayBegin;
  return (
    <Card title={t("contracts.sign.title")}>
      <KeyValue
        pairs={(["EMPLOYER", "PROVIDER"] as const).map((side) => ({
          label: t(`contracts.side.${side}`),
          value: (
            <>
              {side === "EMPLOYER" ? contract.employer.name : contract.provider.name}
              {" · "}
              {signed(side)
                ? `${t("contracts.sign.done")} ${t("contracts.sign.at", { at: signed(side)!.at })}`
                : t("contracts.sign.waiting")}
            </>
          ),
        }))}
      />
      <p className="text-sm text-muted">
        {t("contracts.sign.hash")} <code className="break-all">{contract.versionHash}</code>
      </p>
      {mine && (
        <PostForm intent="sign">
          <p>{t("contracts.sign.read")}</p>
          <input type="hidden" name="versionHash" value={contract.versionHash} />
          <CheckField
            name="agree"
            required
            label={t("contracts.sign.agree", { name: contract.side === "EMPLOYER" ? contract.employer.name : contract.provider.name })}
          />
          <div className="flex flex-wrap gap-2">
            <Button variant="primary">{t("contracts.sign.act")}</Button>
            <ButtonLink to={`/contracts/${contract.id}/text`}>{t("contracts.page.text")}</ButtonLink>
          </div>
        </PostForm>
      )}
    </Card>
  );
}
