import { Link } from "@remix-run/react";
import { BadgeCheck, MapPin } from "lucide-react";
import { useTranslation } from "react-i18next";
import { usePlace } from "#app/i18n/i18n.ts";
import { isGroup } from "#app/tasks/categories.ts";
import { Avatar } from "#app/ui/avatar.tsx";
import { DepositChip } from "../deposits/parts/badge.tsx";

type Provider = {
  id: string;
  kind: "PERSON" | "COMPANY";
  name: string;
  city: string;
  about: string;
  skills: string[];
  categories: string[];
  avatar: string | null;
  verified: boolean;
  depositFen: bigint | null;
};

/** A provider in the directory: who they are and what they do, all of it one link. */
export function ProviderCard({ provider }: { provider: Provider }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <li className="relative grid content-start gap-3 rounded-lg border border-line bg-panel p-4 shadow-panel hover:border-edge">
      <div className="flex items-center gap-3">
        <Avatar name={provider.name} src={provider.avatar} />
        <div className="min-w-0">
          <h2 className="flex items-center gap-1.5 text-base">
            <Link to={`/providers/${provider.id}`} className="truncate after:absolute after:inset-0 hover:text-river-700">
              {provider.name}
            </Link>
            {provider.verified && <BadgeCheck size={17} className="shrink-0 text-ok-600" aria-label={t("people.providers.verified")} />}
          </h2>
          <p className="flex items-center gap-1 text-sm text-muted">
            {t(`people.kind.${provider.kind}`)}
            {provider.city && (
              <>
                <MapPin size={14} className="ml-1" aria-hidden /> {place(provider.city)}
              </>
            )}
          </p>
        </div>
      </div>
      {provider.depositFen !== null && (
        <p>
          <DepositChip tierFen={provider.depositFen} />
        </p>
      )}
      {provider.about && <p className="line-clamp-3 text-sm text-muted">{provider.about}</p>}
      <p className="flex flex-wrap gap-1.5 text-xs">
        {provider.categories.filter(isGroup).map((category) => (
          <span key={category} className="rounded-sm bg-river-50 px-1.5 py-0.5 text-river-700">
            {t(`tasks.group.${category}`)}
          </span>
        ))}
        {provider.skills.slice(0, 5).map((skill) => (
          <span key={skill} className="rounded-sm bg-sunken px-1.5 py-0.5 text-muted">
            {skill}
          </span>
        ))}
      </p>
    </li>
  );
}
