import { receiveForm } from "#app/files/receive.server.ts";
import { makeOperator } from "#app/people/desk/make-operator.server.ts";
import { company, type Known, person, setClerk, viewerAgain } from "#app/people/fixtures.ts";
import { addPortfolioItem } from "#app/people/organisation/add-portfolio-item.server.ts";
import { editOrganisation } from "#app/people/organisation/edit-organisation.server.ts";
import type { Viewer } from "#app/people/viewer.ts";
import { companies, type TownCompany } from "./organisations.ts";
import { demoAccounts, demoPassword, secondOperator, townspeople } from "./people.ts";
import { cover, mark } from "./pictures.ts";

export type Party = Known & { trade: string[]; verified: boolean };
export type Town = {
  operator: Known;
  second: Known;
  employers: Party[];
  providers: Party[];
  demo: { employer: Party; provider: Party; rival: Party };
};

/** A picture handed in as a form's upload, by the same door as everybody's. */
export async function upload(viewer: Viewer, name: string, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.set("files[]", new File([new Uint8Array(bytes)], name));
  return String((await receiveForm(new Request("http://town/", { method: "POST", body: form }), viewer)).get("files[]"));
}

/** The companies that the demo accounts own. */
const owners: Record<string, keyof typeof demoAccounts> = {
  兰州黄河芯科技有限公司: "employer",
  甘肃程光软件有限公司: "provider",
  成都巴适互动科技有限公司: "rival",
};

export async function inGroups<T, R>(items: readonly T[], size: number, make: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let i = 0; i < items.length; i += size)
    made.push(...(await Promise.all(items.slice(i, i + size).map((item, j) => make(item, i + j)))));
  return made;
}

/** Sixty people sign up, confirm their address, found companies, join them and are verified. */
export async function makePeople(): Promise<Town> {
  const newcomer = ({ name, mail }: { name: string; mail: string }) => person({ name, email: mail, password: demoPassword });
  const operator = await newcomer(demoAccounts.operator);
  await makeOperator(operator.email);
  operator.viewer = await viewerAgain(operator.userId);
  setClerk(operator);
  const second = await newcomer(secondOperator);
  await makeOperator(second.email);
  second.viewer = await viewerAgain(second.userId);
  const demo = Object.fromEntries(
    await inGroups(["employer", "provider", "rival"] as const, 3, async (key) => [key, await newcomer(demoAccounts[key])] as const),
  ) as Record<string, Known>;
  const others = await inGroups(townspeople, 6, newcomer);
  const free = [...others];
  const founded = companies.map((c) => ({ about: c, owner: demo[owners[c.name] ?? ""] ?? free.shift()! }));
  const colleagues = [...free];
  const parties = await inGroups(founded, 4, ({ about, owner }, i) => found(about, owner, i, colleagues));
  const freelancers = free.slice(8).map((who) => ({ ...who, trade: [], verified: false }));
  const party = (key: string) => parties.find((p) => p.userId === demo[key]!.userId)!;
  return {
    operator,
    second,
    employers: parties.filter((_, i) => companies[i]!.trade.length === 0),
    providers: [...parties.filter((_, i) => companies[i]!.trade.length > 0), ...freelancers],
    demo: { employer: party("employer"), provider: party("provider"), rival: party("rival") },
  };
}

const roles = ["BIDDER", "FINANCE", "ADMIN", "MEMBER"] as const;

async function found(about: TownCompany, owner: Known, index: number, colleagues: readonly Known[]): Promise<Party> {
  const members = index < 8 ? [{ who: colleagues[index]!, role: roles[index % roles.length]! }] : [];
  const org = await company({ name: about.name, city: about.city, owner, verified: about.verified, members });
  const avatar = await upload(org.viewer, "logo.png", await mark(index));
  // The trades are told to the market at the end: nobody wants a notice of every task of the town's past.
  const shown = { name: about.name, city: about.city, about: about.about, website: "", skills: about.skills, categories: [] };
  await editOrganisation(org.viewer, org.orgId, { ...shown, avatar: [avatar] });
  for (const [i, trade] of about.trade.entries())
    for (const n of [0, 1]) {
      const picture = await upload(org.viewer, "work.png", await cover(trade, index * 10 + i * 2 + n));
      const title = n === 0 ? `${about.skills[0]}项目案例` : `${about.skills.at(-1)}交付案例`;
      await addPortfolioItem(org.viewer, org.orgId, { title, description: "按合同分阶段验收，一次通过。", picture: [picture] });
    }
  return { ...org, trade: about.trade, verified: about.verified };
}

/** From now on the providers hear of new tasks of their trade. */
export async function openTrades(town: Town) {
  for (const about of companies) {
    const org = town.providers.find((p) => p.viewer.orgs.some((o) => o.id === p.orgId && o.name === about.name));
    if (!org) continue;
    const { name, city, skills, trade } = about;
    await editOrganisation(org.viewer, org.orgId, { name, city, about: about.about, website: "", skills, categories: trade, avatar: [] });
  }
}
