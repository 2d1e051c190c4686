import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData, useSubmit } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, safePath, submit } from "#app/http.server.ts";
import { AddressForm } from "#app/people/addresses/address.ts";
import { ownAddress, regionLists } from "#app/people/addresses/queries.server.ts";
import { saveAddress } from "#app/people/addresses/save-address.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { CheckField } from "#app/ui/choice.tsx";
import { Field, SelectField } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { Refused, ReplyScope, useFormReply } from "#app/ui/reply.tsx";
import { useRunning } from "#app/ui/running.ts";
import { titled } from "#app/ui/title.ts";

const backOf = (request: Request) => safePath(new URL(request.url).searchParams.get("to"), "/addresses");

/** What was typed so far travels in the address while province and city are chosen: the lists come from the server, with scripts or without. */
export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const typed = Object.fromEntries(new URL(request.url).searchParams);
  const id = z.uuid().safeParse(typed.id).data;
  const known = id ? orNotFound(await ownAddress(viewer, id)) : null;
  const provinceCode = typed.provinceCode ?? known?.provinceCode ?? "";
  const cityCode = typed.cityCode ?? known?.cityCode ?? "";
  const { name = known?.name, phone = known?.phone, street = known?.street, label = known?.label } = typed;
  const preferred = typed.provinceCode === undefined ? (known?.preferred ?? false) : typed.preferred === "on";
  return {
    id: id ?? null,
    values: {
      name,
      phone,
      street,
      label,
      preferred,
      provinceCode,
      cityCode,
      districtCode: typed.districtCode ?? known?.districtCode ?? "",
    },
    lists: regionLists(provinceCode, cityCode),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await submit(request, AddressForm, async (input) => {
    await limit("act", viewer);
    return saveAddress(viewer, input);
  });
  return done.ok ? redirect(backOf(request), 303) : done.reply;
}
export const meta = titled<typeof loader>((t, { id }) => t(id ? "campaigns.pledging.address.edit" : "campaigns.pledging.address.add"));

const choices = (list: readonly { code: string; name: string }[]) => list.map(({ code, name }) => ({ value: code, label: name }));

export default function AddressEdit() {
  const { id, values, lists } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const reply = useFormReply();
  const running = useRunning();
  const choose = useSubmit();
  // Another province or city asks for its list; what was typed goes with it and comes back.
  const next = (event: React.ChangeEvent<HTMLSelectElement>) =>
    choose(event.currentTarget.form, { method: "get", replace: true, preventScrollReset: true });
  const title = t(id ? "campaigns.pledging.address.edit" : "campaigns.pledging.address.add");
  const complete = lists.cities.length > 0 && lists.districts.length > 0;
  return (
    <Page width="narrow" title={title} crumbs={[{ label: t("campaigns.pledging.address.title"), to: "/addresses" }, { label: title }]}>
      <Card>
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
              <SelectField
                name="provinceCode"
                label={t("campaigns.pledging.address.province")}
                options={choices(lists.provinces)}
                empty={t("campaigns.pledging.address.choose")}
                defaultValue={values.provinceCode}
                required
                onChange={next}
              />
              {lists.cities.length > 0 && (
                <SelectField
                  key={values.provinceCode}
                  name="cityCode"
                  label={t("campaigns.pledging.address.city")}
                  options={choices(lists.cities)}
                  empty={t("campaigns.pledging.address.choose")}
                  defaultValue={values.cityCode}
                  required
                  onChange={next}
                />
              )}
              {lists.districts.length > 0 && (
                <SelectField
                  key={values.cityCode}
                  name="districtCode"
                  label={t("campaigns.pledging.address.district")}
                  options={choices(lists.districts)}
                  empty={t("campaigns.pledging.address.choose")}
                  defaultValue={values.districtCode}
                  required
                />
              )}
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
      </Card>
    </Page>
  );
}
