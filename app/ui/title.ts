import type { TFunction } from "i18next";
import { type Language, translatorOf } from "#app/i18n/i18n.ts";

type Args<L> = { data: Awaited<L> | undefined; matches: readonly ({ id: string; data: unknown } | undefined)[] };

/**
 * The meta export of a page: its title in the language of the page, then the name of the house.
 * `export const meta = titled<typeof loader>((t, data) => data.task.title);`
 * Without the loader's data (an error page) only the house is named.
 */
export const titled =
  // biome-ignore lint/suspicious/noExplicitAny: any loader
    <Loader extends (...args: any) => any = () => null>(make: (t: TFunction, data: NonNullable<Awaited<ReturnType<Loader>>>) => string) =>
    ({ data, matches }: Args<unknown>) => {
      const root = matches.find((match) => match?.id === "root")?.data as { lang?: Language } | undefined;
      const t = translatorOf(root?.lang ?? "zh");
      const house = `${t("ui.name")} · ${t("ui.tagline")}`;
      return [{ title: data === undefined ? house : `${make(t, data as NonNullable<Awaited<ReturnType<Loader>>>)} · ${t("ui.name")}` }];
    };
