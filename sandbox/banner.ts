// What a newcomer needs to know once everything runs.
import fs from "node:fs";

/** What the seed leaves behind in the state folder: the accounts to look around with; all have the same password. */
export type Demo = { password: string; accounts: { email: string; zh: string; en: string }[] };

export function readDemo(file: string): Demo | null {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Demo) : null;
}

/** A Chinese character takes two columns of a terminal. */
const width = (text: string) => [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 2 : 1), 0);
const pad = (text: string, columns: number) => text + " ".repeat(Math.max(1, columns - width(text)));

export function banner({ appUrl, worldUrl, demoFile, seconds }: { appUrl: string; worldUrl?: string; demoFile: string; seconds: number }) {
  const lines = ["", `  金城 Jincheng   (${seconds.toFixed(1)} s)`, "", `  ${pad("网站 Site", 28)}${appUrl}`];
  if (worldUrl) lines.push(`  ${pad("控制台:时光机·邮箱 Sandbox", 28)}${worldUrl}/_sandbox`);
  const demo = worldUrl ? readDemo(demoFile) : null;
  if (demo) {
    lines.push("", `  演示账号 Demo accounts, ${"密码 password"}: ${demo.password}`);
    for (const { email, zh, en } of demo.accounts) lines.push(`    ${pad(email, 32)}${zh} · ${en}`);
  }
  lines.push("", "  Ctrl-C 停止一切 stops everything", "");
  process.stdout.write(`${lines.join("\n")}\n`);
}
