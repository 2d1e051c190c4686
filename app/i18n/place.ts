/** English names of places, by their Chinese names. */
export type Places = Readonly<Record<string, string>>;
/** "兰州 Lanzhou; 天水 Tianshui": the English name begins after the first space. */
export const readPlaces = (text: string): Places =>
  Object.fromEntries(
    text
      .trim()
      .split(/;\s|\n/)
      .map((item) => [item.slice(0, item.indexOf(" ")), item.slice(item.indexOf(" ") + 1)]),
  );
/** "兰州市" and "兰州" → "Lanzhou"; whatever is not in the list stays as it was typed. */
export const placeIn = (known: Places | undefined, name: string): string => known?.[name] ?? known?.[name.replace(/[省市]$/, "")] ?? name;
