import { z } from "zod";
import { fileIds, line, optionalText, say } from "#app/form.ts";
import { isUscc } from "#app/people/verification/real-name.ts";
import { roles } from "#app/people/viewer.ts";

export const MAX_MEMBERS = 50;
export const MAX_PORTFOLIO = 24;
export const INVITATION_DAYS = 7;

const email = z
  .string()
  .min(1)
  .max(254)
  .pipe(z.email())
  .transform((text) => text.toLowerCase());
const website = z.union([z.literal(""), z.url({ protocol: /^https?$/, ...say("url") }).max(300)]).default("");
/** "品牌设计，插画、 UI" as a list: commas, pauses and line ends of both languages part the words. */
const skills = z
  .string()
  .max(400)
  .default("")
  .transform((text) => [
    ...new Set(
      text
        .split(/[,，、;；\n]/)
        .map((s) => s.trim())
        .filter(Boolean),
    ),
  ])
  .pipe(z.array(z.string().max(24)).max(20));

export const NewOrganisationForm = z.strictObject({ name: line(60, 2), city: line(30) });
/** `categories` is the list of the market, known to the door. */
export const organisationForm = (categories: readonly string[]) =>
  z.strictObject({
    name: line(60, 2),
    city: optionalText(30),
    about: optionalText(3000),
    website,
    skills,
    categories: z
      .array(z.enum(categories as [string, ...string[]]))
      .max(8)
      .default([]),
    avatar: fileIds(1),
  });
export type OrganisationEdit = z.output<ReturnType<typeof organisationForm>>;
/** How tax invoices name the organisation; left empty, what its verification found counts. */
export const InvoicingForm = z.strictObject({
  invoiceTitle: optionalText(100),
  taxNumber: z
    .string()
    .max(40)
    .default("")
    .transform((text) => text.replace(/[\s-]/g, "").toUpperCase())
    .refine((text) => text === "" || isUscc(text), say("uscc")),
});
export const InviteForm = z.strictObject({ email, role: z.enum(roles) });
export const MemberForm = z.strictObject({ userId: z.uuid(), role: z.enum(roles) });
export const MemberIdForm = z.strictObject({ userId: z.uuid() });
export const InvitationIdForm = z.strictObject({ invitationId: z.uuid() });
export const PortfolioForm = z.strictObject({ title: line(80, 2), description: optionalText(1000), picture: fileIds(1) });
export const PortfolioIdForm = z.strictObject({ itemId: z.uuid() });
export const SwitchForm = z.strictObject({ orgId: z.uuid(), to: z.string().max(300).optional() });
