// A Partita of one's own: started on a free port with data in a temporary directory, gone at the end.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

export async function startDaemon(...options) {
  const data = await mkdtemp(join(tmpdir(), "partita-test-"));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(process.env.PARTITA, ["serve", "--port", String(port), "--data", data, ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for (let attempt = 0; ; ++attempt) {
    try {
      if ((await fetch(endpoint)).status === 200) break;
    } catch {
      if (child.exitCode !== null || attempt > 1000) throw new Error(`partita does not serve:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return {
    endpoint,
    data,
    pid: child.pid,
    log: () => log,
    async stop() {
      child.kill("SIGTERM");
      const code = await ended;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}

export const clientConfig = (daemon) => ({
  endpoint: daemon.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
