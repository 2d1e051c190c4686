import { db } from "#app/db.server.ts";
import type { Prisma } from "../../generated/prisma/client.ts";

const PER_PAGE = 24;
/** A standing deposit that is in force. */
const badge = { kind: "PROVIDER", state: "HELD" } as const;
export type DirectoryFilter = { category?: string; city?: string; q?: string; verified?: boolean; deposit?: boolean; before?: string };

/** Organisations that say what they can do, the newest first, in keyset pages. Suspended and closed ones are left out. */
export async function directory({ category, city, q, verified, deposit, before }: DirectoryFilter) {
  const listed: Prisma.OrganisationWhereInput = {
    closedAt: null,
    suspendedAt: null,
    OR: [{ categories: { isEmpty: false } }, { skills: { isEmpty: false } }],
  };
  const where: Prisma.OrganisationWhereInput = {
    ...listed,
    ...(category ? { categories: { has: category } } : {}),
    ...(city ? { city } : {}),
    ...(verified ? { verifiedAt: { not: null } } : {}),
    ...(deposit ? { deposits: { some: badge } } : {}),
    ...(before ? { id: { lt: before } } : {}),
    ...(q ? { AND: [{ OR: [{ name: { contains: q, mode: "insensitive" } }, { skills: { has: q } }] }] } : {}),
  };
  const [rows, cities] = await Promise.all([
    db.organisation.findMany({
      where,
      orderBy: { id: "desc" },
      take: PER_PAGE + 1,
      select: {
        id: true,
        kind: true,
        name: true,
        city: true,
        about: true,
        skills: true,
        categories: true,
        avatarFileId: true,
        verifiedAt: true,
        deposits: { where: badge, select: { tierFen: true } },
      },
    }),
    db.organisation.groupBy({
      by: ["city"],
      where: { ...listed, city: { not: "" } },
      _count: true,
      orderBy: { _count: { city: "desc" } },
      take: 40,
    }),
  ]);
  const providers = rows.slice(0, PER_PAGE).map(({ avatarFileId, verifiedAt, about, deposits, ...org }) => ({
    ...org,
    about: about.length > 140 ? `${about.slice(0, 140)}…` : about,
    avatar: avatarFileId ? `/files/${avatarFileId}?size=thumb` : null,
    verified: !!verifiedAt,
    depositFen: deposits[0]?.tierFen ?? null,
  }));
  return {
    providers,
    next: rows.length > PER_PAGE ? providers.at(-1)!.id : null,
    cities: cities.map((c) => ({ city: c.city, count: c._count })),
  };
}
