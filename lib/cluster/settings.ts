// The server's settings: safe ones that never change, sized ones from the machine's memory.
import os from "node:os";

/** What must be on for an acknowledged import to survive a crash; asserted after every start. */
export const durable = ["fsync", "full_page_writes", "synchronous_commit"] as const;

/** Memory this process may use, bytes: the container's limit where there is one. */
export function usableMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

/**
 * Settings for a server that shares its machine with the web process. `memory` and `disk` in bytes
 * (disk = size of the file system). Worked case: 8 GiB gives shared_buffers 1024MB, work_mem 32MB.
 */
export function serverSettings(memory: number, disk: number): Record<string, string> {
  const megabytes = (share: number, least: number, most: number) => `${Math.round(Math.min(most, Math.max(least, memory / 1048576 / share)))}MB`;
  return {
    ...Object.fromEntries(durable.map((name) => [name, "on"])),
    shared_buffers: megabytes(8, 64, 2048),
    effective_cache_size: megabytes(2, 256, 65536),
    work_mem: megabytes(256, 8, 64),
    maintenance_work_mem: megabytes(32, 64, 512),
    max_wal_size: disk < 20 * 1024 ** 3 ? "1GB" : "4GB",
    // An import is bound by the processor, not by what the log takes on disk.
    wal_compression: "off",
    wal_buffers: "32MB",
    checkpoint_timeout: "15min",
    // Short dashboard queries: compiling costs more than it saves, and parallel workers double CPU a request.
    jit: "off",
    max_parallel_workers_per_gather: "0",
    random_page_cost: "1.1",
    max_connections: "60",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    log_min_messages: "warning",
  };
}
