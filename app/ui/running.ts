import { useEffect, useState } from "react";

/** False on the server and in the first render of the browser; true once scripts run. What needs them appears then. */
export function useRunning() {
  const [running, setRunning] = useState(false);
  useEffect(() => setRunning(true), []);
  return running;
}
