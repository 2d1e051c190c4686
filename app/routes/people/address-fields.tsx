import { Form, useSubmit } from "@remix-run/react";
import type { ChangeEvent, ChangeEventHandler } from "react";
import { useTranslation } from "react-i18next";
import type { regionLists } from "#app/people/addresses/queries.server.ts";
import { Button } from "#app/ui/button.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, regionOptions, SelectField } from "#app/ui/field.tsx";
import { Refused, ReplyScope, useFormReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";

type Values = Record<"provinceCode" | "cityCode" | "districtCode", string> & {
  name: string | undefined;
  phone: string | undefined;
  street: string | undefined;
  label: string | undefined;
  preferred: boolean;
};
type Props = { id: string | null; values: Values; lists: ReturnType<typeof regionLists> };

/** Province, city and district one after the other: each choice asks the server for the next list, with scripts at once, else by a button. */
export function AddressFields({ id, values, lists }: Props) {
  const { t } = useTranslation();
  const reply = useFormReply();
  const running = useRunning();
  const choose = useSubmit();
  const next = (event: ChangeEvent<HTMLSelectElement>) =>
    choose(event.currentTarget.form, { method: "get", replace: true, preventScrollReset: true });
  const complete = lists.cities.length > 0 && lists.districts.length > 0;
  return (
    <Form method="post" className="grid grid-cols-1 gap-5">
      <Refused reply={reply} />
      <ReplyScope reply={reply}>
        {id && <input type="hidden" name="addressId" value={id} />}
        {id && <input type="hidden" name="id" value={id} />}
        <div className="grid gap-5 sm:grid-cols-2">
          <Field
            name="name"
            label={t("campaigns.pledging.address.name")}
            defaultValue={values.name}
            required
            autoComplete="name"
            maxLength={30}
          />
          <Field
            name="phone"
            label={t("campaigns.pledging.address.phone")}
            hint={t("campaigns.pledging.address.phoneHint")}
            defaultValue={values.phone}
            required
            inputMode="tel"
            autoComplete="tel-national"
            maxLength={20}
          />
        </div>
        <div className="grid gap-5 sm:grid-cols-3">
          <Level name="provinceCode" list={lists.provinces} chosen={values.provinceCode} onChange={next} />
          <Level key={values.provinceCode} name="cityCode" list={lists.cities} chosen={values.cityCode} onChange={next} />
          <Level key={`${values.cityCode} `} name="districtCode" list={lists.districts} chosen={values.districtCode} />
        </div>
        {!running && (
          <Button formMethod="get" formNoValidate className="justify-self-start">
            {t("campaigns.pledging.address.next")}
          </Button>
        )}
        <Field
          name="street"
          label={t("campaigns.pledging.address.street")}
          hint={t("campaigns.pledging.address.streetHint")}
          defaultValue={values.street}
          required
          autoComplete="street-address"
          maxLength={100}
        />
        <Field
          name="label"
          label={t("campaigns.pledging.address.label")}
          hint={t("campaigns.pledging.address.labelHint")}
          defaultValue={values.label}
          maxLength={10}
        />
        <CheckField name="preferred" label={t("campaigns.pledging.address.preferred")} defaultChecked={values.preferred} />
        <Button variant="primary" className="justify-self-start" disabled={running && !complete}>
          {t("campaigns.pledging.address.save")}
        </Button>
      </ReplyScope>
    </Form>
  );
}

const levels = { provinceCode: "province", cityCode: "city", districtCode: "district" } as const;
type LevelProps = {
  name: keyof typeof levels;
  list: Parameters<typeof regionOptions>[0];
  chosen: string;
  onChange?: ChangeEventHandler<HTMLSelectElement>;
};
/** One of the three lists, once the one before it has been chosen from. */
function Level({ name, list, chosen, onChange }: LevelProps) {
  const { t } = useTranslation();
  if (list.length === 0) return null;
  return (
    <SelectField
      name={name}
      label={t(`campaigns.pledging.address.${levels[name]}`)}
      options={regionOptions(list)}
      empty={t("campaigns.pledging.address.choose")}
      defaultValue={chosen}
      required
      onChange={onChange}
    />
  );
}
