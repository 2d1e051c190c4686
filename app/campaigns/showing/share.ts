/** A shared picture is made anew at each quarter of the way: 0, 25, 50, 75, 100. */
export const shareStep = (bps: number) => Math.min(100, Math.floor(bps / 2500) * 25);
