import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { submit } from "#app/http.server.ts";
import { languageOf } from "#app/i18n/i18n.server.ts";
import { addressBook } from "#app/people/addresses/queries.server.ts";
import { placedIn } from "#app/people/addresses/regions.server.ts";
import { preferAddress, removeAddress } from "#app/people/addresses/save-address.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Page } from "#app/ui/page.tsx";
import { PostForm } from "#app/ui/reply.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled((t) => t("campaigns.pledging.address.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const addresses = await addressBook(await requireViewer(request));
  return { addresses: addresses.map((address) => placedIn(languageOf(request), address)) };
}

const Act = z.object({ addressId: z.uuid(), act: z.enum(["prefer", "remove"]) });

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const done = await submit(request, Act, async ({ addressId, act }) => {
    await limit("act", viewer);
    await (act === "prefer" ? preferAddress(viewer, addressId) : removeAddress(viewer, addressId));
  });
  return done.ok ? redirect("/addresses", 303) : done.reply;
}

export default function Addresses() {
  const { addresses } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const add = (
    <ButtonLink to="/addresses/edit" variant="primary" icon={<Plus size={16} aria-hidden />}>
      {t("campaigns.pledging.address.add")}
    </ButtonLink>
  );
  return (
    <Page
      width="text"
      title={t("campaigns.pledging.address.title")}
      intro={t("campaigns.pledging.address.intro")}
      actions={addresses.length > 0 && add}
    >
      {addresses.length === 0 && (
        <Card>
          <Empty title={t("campaigns.pledging.address.none")} action={add} />
        </Card>
      )}
      {addresses.map((address) => (
        <Card key={address.id}>
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <div className="grid min-w-0 gap-1">
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                {address.name} <span className="digits font-normal">{address.phone}</span>
                {address.label && <Chip>{address.label}</Chip>}
                {address.preferred && <Chip tone="ok">{t("campaigns.pledging.address.isPreferred")}</Chip>}
              </p>
              <p>
                {address.region} {address.street}
              </p>
            </div>
            <div className="flex flex-wrap items-center gap-2">
              {!address.preferred && (
                <PostForm intent={`prefer:${address.id}`}>
                  <input type="hidden" name="addressId" value={address.id} />
                  <Button size="sm" variant="ghost" name="act" value="prefer">
                    {t("campaigns.pledging.address.makePreferred")}
                  </Button>
                </PostForm>
              )}
              <Link to={`/addresses/edit?id=${address.id}`} className="link px-2 py-1 text-sm">
                {t("campaigns.pledging.address.edit")}
              </Link>
              <Dialog
                intent={`remove:${address.id}`}
                trigger={t("campaigns.pledging.address.remove")}
                title={t("campaigns.pledging.address.remove")}
                intro={t("campaigns.pledging.address.removeText")}
                size="sm"
                variant="danger"
              >
                <PostForm intent={`remove:${address.id}`}>
                  <input type="hidden" name="addressId" value={address.id} />
                  <Button variant="danger" name="act" value="remove" className="justify-self-start">
                    {t("campaigns.pledging.address.remove")}
                  </Button>
                </PostForm>
              </Dialog>
            </div>
          </div>
        </Card>
      ))}
    </Page>
  );
}
