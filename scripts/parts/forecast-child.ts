// A process that projects series it is handed, one at a time, until its parent lets go.
import { tellSafely, type Job } from "#scripts/parts/forecast-job.ts";

process.on("message", (job: Job) => process.send!(tellSafely(job)));
// The parent passes signals on by closing the channel; two answers to one Ctrl-C would be one too many.
process.on("SIGINT", () => {});
