import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { PublicState } from "#app/campaigns/showing/announce.server.ts";
import { jitter, pageSocket } from "#app/live/socket.ts";
import { setServerNow } from "#app/ui/clock.tsx";

type Beat = { campaignId: string; v: number; serverNow: number };
const ANSWER_MS = 5000;
const RESYNC_MS = 700;

/** Numbers never go back on the screen without a reason: what is older than what stands there is dropped; of one version the later word counts. */
export const isNewer = (before: Pick<PublicState, "v" | "serverNow">, next: Pick<PublicState, "v" | "serverNow">) =>
  next.v > before.v || (next.v === before.v && next.serverNow > before.serverNow);

/**
 * A campaign's public numbers, live: starts with the page's own, then takes each announcement that isn't older. A heartbeat with a newer
 * version and a connection that comes back ask for the whole state once, after a moment of chance. `watched` is false where nothing moves.
 */
export function useCampaign(first: PublicState, watched = true): PublicState {
  const [state, setState] = useState(first);
  const current = useRef(first);
  const { revalidate } = useRevalidator();
  const again = useRef(revalidate);
  again.current = revalidate;
  const { campaignId } = first;

  useEffect(() => {
    if (first !== current.current && !isNewer(first, current.current)) {
      current.current = first;
      setState(first);
    }
  }, [first]);

  useEffect(() => {
    if (!watched) return;
    const socket = pageSocket();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let loaders: ReturnType<typeof setTimeout> | undefined;
    const take = (next: PublicState) => {
      const before = current.current;
      if (next.campaignId !== campaignId || !isNewer(before, next)) return;
      setServerNow(next.serverNow);
      current.current = next;
      setState(next);
      // What else the page says changes with the campaign's state.
      if (next.lifecycle !== before.lifecycle || next.moderation !== before.moderation)
        loaders ??= setTimeout(
          () => {
            loaders = undefined;
            again.current();
          },
          jitter(0, 1500),
        );
    };
    const ask = () =>
      void socket
        .timeout(ANSWER_MS)
        .emitWithAck("watchCampaign", { campaign: campaignId })
        .then(
          (answer: { ok: boolean; state?: PublicState }) => answer.state && take(answer.state),
          () => undefined,
        );
    const onBeat = (beat: Beat) => {
      if (beat.campaignId !== campaignId) return;
      setServerNow(beat.serverNow);
      if (beat.v <= current.current.v) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          ask();
        },
        jitter(RESYNC_MS, 3 * RESYNC_MS),
      );
    };
    if (socket.connected) ask();
    socket.on("connect", ask).on("campaign", take).on("campaignBeat", onBeat);
    return () => {
      clearTimeout(timer);
      clearTimeout(loaders);
      socket.off("connect", ask).off("campaign", take).off("campaignBeat", onBeat);
      if (socket.connected) socket.emit("leaveCampaign", { campaign: campaignId });
    };
  }, [campaignId, watched]);

  return state;
}
