import fs from "node:fs";

/** What the machine itself tells of a process; NaN where it does not. */
function tell(pid: number, file: string, read: (text: string) => number): number {
  try {
    return read(fs.readFileSync(`/proc/${pid}/${file}`, "utf8"));
  } catch {
    return Number.NaN;
  }
}

/** The most memory that it had, in MB. */
export const peakMb = (pid: number) => tell(pid, "status", (text) => Number(/VmHWM:\s+(\d+)/.exec(text)?.[1]) / 1024);

/** What it had of the processors so far: its own time and the system's, in ticks of ten milliseconds. */
export const cpuMs = (pid: number) =>
  tell(pid, "stat", (text) => {
    const [own, system] = text.split(") ")[1]!.split(" ").slice(11, 13).map(Number);
    return (own! + system!) * 10;
  });
