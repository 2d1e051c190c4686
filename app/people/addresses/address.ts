import { z } from "zod";
import { checkbox, line, optionalText, say } from "#app/form.ts";

/** The address book: where things are sent to. */
export const MOST_ADDRESSES = 20;

const code = z.string().regex(/^\d{6}$/, say("choose"));
export const AddressForm = z.object({
  addressId: z
    .string()
    .default("")
    .transform((text) => z.uuid().safeParse(text).data ?? null),
  name: line(30),
  phone: z
    .string()
    .transform((text) => text.replace(/[\s-]/g, "").replace(/^\+?86(?=1\d{10}$)/, ""))
    .pipe(z.string().regex(/^1[3-9]\d{9}$/, say("phone"))),
  provinceCode: code,
  cityCode: code,
  districtCode: code,
  street: line(100, 4),
  label: optionalText(10),
  preferred: checkbox,
});
export type AddressForm = z.output<typeof AddressForm>;

/** "138****5678" */
export const maskPhone = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(-4)}`;
