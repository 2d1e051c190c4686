import { isList, type SectionKey } from "#app/campaigns/editing/brief.ts";
import { countRows, typedBudget } from "#app/campaigns/editing/draft.ts";
import type { DraftView } from "#app/campaigns/editing/read-draft.server.ts";
import { BasicsFields, EvidenceFields } from "./basics-fields.tsx";
import { FaqFields, RiskFields, TeamFields } from "./people-fields.tsx";
import { BudgetFields, ScheduleFields, ShippingFields, StretchFields } from "./plan-fields.tsx";
import { RewardFields, RewardList } from "./reward-fields.tsx";
import { StoryFields, VideoField } from "./story-fields.tsx";

type Props = {
  section: SectionKey;
  row: number | undefined;
  more: boolean;
  draft: Pick<DraftView, "id" | "values" | "errors" | "files">;
};

export function SectionFields({ section, row, more, draft }: Props) {
  const { files, values } = draft;
  const grown = { count: isList(section) ? countRows(values, section) : 0, more };
  switch (section) {
    case "basics":
      return <BasicsFields files={files} />;
    case "story":
      return (
        <>
          <StoryFields files={files} />
          <VideoField />
        </>
      );
    case "evidence":
      return <EvidenceFields files={files} campaignId={draft.id} {...grown} />;
    case "rewards":
    case "addOns":
      if (row === undefined) return <RewardList list={section} campaignId={draft.id} draft={draft} />;
      return <RewardFields at={`${section}[${row}]`} kind={section === "addOns" ? "ADDON" : "REWARD"} files={files} values={values} />;
    case "shipping":
      return <ShippingFields />;
    case "budget": {
      const { goalFen, sumFen } = typedBudget(values);
      return <BudgetFields {...grown} typed={{ goalFen: String(goalFen), sumFen: String(sumFen) }} />;
    }
    case "schedule":
      return <ScheduleFields />;
    case "stretch":
      return <StretchFields {...grown} />;
    case "risks":
      return <RiskFields />;
    case "team":
      return <TeamFields {...grown} />;
    case "faq":
      return <FaqFields {...grown} />;
  }
}
