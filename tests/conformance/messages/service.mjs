// What the service says when a process that owns items has died: nothing of it, but that it failed.
import { readFileSync } from "node:fs";
import { createTable } from "../support/tables.mjs";

const put = (pk) => ({ TableName: "service", Item: { pk: { S: pk } } });

// The ids of the partitions' processes.
const partitionsOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, "utf8").includes("partita-partitiond"));

async function putUntil(ask, isEnough) {
  for (let attempt = 0; attempt < 1000; ++attempt) {
    const answer = await ask("PutItem", put(`${attempt}`));
    if (isEnough(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("not in ten seconds");
}

export default [
  {
    message: "kInternalServerError",
    run: async (ask, daemon) => {
      for (const pid of partitionsOf(daemon.pid)) process.kill(pid, "SIGKILL");
      const answer = await ask("PutItem", put("p"));
      let well = 0;  // other cases follow
      await putUntil(ask, ({ status }) => (well = status === 200 ? well + 1 : 0) === 10);
      return answer;
    },
  },
];

export const setup = (ask) => createTable(ask, "service", { pk: "S" });
