import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { orNotFound, safePath, submit } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { AddressForm } from "#app/people/addresses/address.ts";
import { ownAddress, regionLists } from "#app/people/addresses/queries.server.ts";
import { saveAddress } from "#app/people/addresses/save-address.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { titled } from "#app/ui/title.ts";
import { AddressFields } from "./address-fields.tsx";

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
    lists: regionLists(provinceCode, cityCode, languageOf(request)),
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

export default function AddressEdit() {
  const { id, values, lists } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const title = t(id ? "campaigns.pledging.address.edit" : "campaigns.pledging.address.add");
  return (
    <Page width="narrow" title={title} crumbs={[{ label: t("campaigns.pledging.address.title"), to: "/addresses" }, { label: title }]}>
      <Card>
        <AddressFields id={id} values={values} lists={lists} />
      </Card>
    </Page>
  );
}
