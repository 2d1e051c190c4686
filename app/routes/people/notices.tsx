import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { Bell, CheckCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { safePath, submit } from "#app/http.server.ts";
import { requireViewer } from "#app/people/auth.server.ts";
import { noticesOf, unreadCount } from "#app/people/queries.server.ts";
import { limit } from "#app/people/rate.server.ts";
import { readNotices } from "#app/people/read-notices.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card, Empty } from "#app/ui/card.tsx";
import { When } from "#app/ui/deadline.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pager } from "#app/ui/tabs.tsx";
import { titled } from "#app/ui/title.ts";
import { Done } from "./done.tsx";

export const meta = titled((t) => t("people.notices.title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request);
  const before = z.uuid().safeParse(new URL(request.url).searchParams.get("before")).data;
  const [page, unread] = await Promise.all([noticesOf(viewer, before), unreadCount(viewer)]);
  return { ...page, unread };
}

const ReadForm = z.union([z.strictObject({ id: z.uuid(), href: z.string().max(300) }), z.strictObject({ upTo: z.uuid() })]);

/** Opening a notice is a post that marks it read and goes where it leads; so it works without scripts and never by a mere look. */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await requireViewer(request);
  const answer = await submit(request, ReadForm, async (form) => {
    await limit("readNotices", viewer);
    await readNotices(viewer, form);
    return "href" in form ? safePath(form.href, "/notices") : "/notices?done=all";
  });
  return answer.ok ? redirect(answer.value) : answer.reply;
}

export default function Notices() {
  const { t } = useTranslation();
  const { notices, next, unread } = useLoaderData<typeof loader>();
  const newest = notices[0]?.id;
  return (
    <Page
      title={t("people.notices.title")}
      width="text"
      actions={
        unread > 0 &&
        newest && (
          <Form method="post">
            <Button name="upTo" value={newest} icon={<CheckCheck size={17} aria-hidden />}>
              {t("people.notices.readAll")}
            </Button>
          </Form>
        )
      }
    >
      <Done says={{ all: t("people.notices.allRead") }} />
      <Card flush>
        {notices.length === 0 ? (
          <Empty title={t("people.notices.none")} icon={<Bell size={32} aria-hidden />}>
            {t("people.notices.noneText")}
          </Empty>
        ) : (
          <ul aria-label={t("people.notices.list")}>
            {notices.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} />
            ))}
          </ul>
        )}
      </Card>
      <Pager next={next && `/notices?before=${next}`} />
    </Page>
  );
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["notices"][number];

function NoticeRow({ notice }: { notice: Row }) {
  const { t } = useTranslation();
  const fresh = notice.readAt === null;
  return (
    <li className="border-b border-line last:border-b-0">
      <Form method="post">
        <input type="hidden" name="id" value={notice.id} />
        <button
          type="submit"
          name="href"
          value={notice.href}
          className={`flex w-full items-start gap-3 px-4 py-3 text-left hover:bg-page sm:px-5 ${fresh ? "bg-river-50" : ""}`}
        >
          <span className={`mt-2 size-2 shrink-0 rounded-full ${fresh ? "bg-river-600" : "bg-transparent"}`} aria-hidden />
          <span className="min-w-0 flex-1">
            <span className={`block ${fresh ? "font-medium" : ""}`}>
              {fresh && <span className="sr-only">{t("people.notices.unread")}: </span>}
              {t(notice.kind, notice.params) as string}
            </span>
            <When at={notice.createdAt} className="text-sm text-muted" />
          </span>
        </button>
      </Form>
    </li>
  );
}
