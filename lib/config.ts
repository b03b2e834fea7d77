// The only reader of process.env: what the operator says, checked once, with words when it is wrong.
import path from "node:path";
import { z } from "zod";

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  STORECAST_HOME: z.string().min(1).default(".storecast"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres://").optional(),
  /** A server on which tests may make and drop databases; without it they start one of their own. */
  DATABASE_URL_TEST: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres://").optional(),
  /** The address people type; needed behind a proxy (https://sales.example.com). */
  STORECAST_URL: z.url().optional(),
  /** Key of the sealed credentials, 32 bytes in Base64 or hex, in place of the file secrets.key; "new,old" while it is changed. */
  STORECAST_SECRETS_KEY: z.string().regex(/^[A-Za-z0-9+/_=,\s-]+$/, "must be 32 bytes in Base64 or hex").optional(),
  STORECAST_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  STORECAST_BENCH_DATA: z.string().min(1).default("test/data"),
  CHROMIUM_PATH: z.string().min(1).optional(),
  CITUS_URL: z.string().optional(),
  /** npm run prove: tests of many random tries run at full size. */
  STORECAST_PROVE: z.enum(["0", "1"]).default("0"),
  /** Set by npm: the folder in which a person typed the command. */
  INIT_CWD: z.string().min(1).optional(),
  NODE_ENV: z.string().optional(),
});

export interface Config {
  /** 0 lets the system pick one (tests). */
  port: number;
  host: string;
  /** Data folder, absolute: database, uploads, backups, secrets. */
  home: string;
  /** A Postgres of the operator's own; undefined means the embedded one. */
  databaseUrl: string | undefined;
  testDatabaseUrl: string | undefined;
  /** Origin of the product as browsers see it, without a trailing slash. */
  baseUrl: string;
  /** STORECAST_SECRETS_KEY as it was given; lib/secrets reads it. */
  secretsKey: string | undefined;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  benchData: string;
  chromiumPath: string | undefined;
  citusUrl: string | undefined;
  isProof: boolean;
  /** Folder against which file names of a command are read. */
  typedIn: string;
  /** `next dev`: pages may reload themselves. Never in what people run. */
  isDevelopment: boolean;
}

/** Reads the environment. Throws an Error that names the variable and what it should be. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const said = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new Error(`The environment can't be used. ${said}.`);
  }
  const e = parsed.data;
  return {
    port: e.PORT,
    host: e.HOST,
    home: path.resolve(e.STORECAST_HOME),
    databaseUrl: e.DATABASE_URL,
    testDatabaseUrl: e.DATABASE_URL_TEST,
    baseUrl: (e.STORECAST_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, ""),
    secretsKey: e.STORECAST_SECRETS_KEY,
    logLevel: e.STORECAST_LOG,
    benchData: e.STORECAST_BENCH_DATA,
    chromiumPath: e.CHROMIUM_PATH,
    citusUrl: e.CITUS_URL,
    isProof: e.STORECAST_PROVE === "1",
    typedIn: e.INIT_CWD ?? process.cwd(),
    isDevelopment: e.NODE_ENV === "development",
  };
}

let config: Config | undefined;
/** The configuration of this process, read once. */
export function currentConfig(): Config {
  return (config ??= readConfig());
}

/** Our environment for a program we start, with changes. */
export function childEnvironment(changes: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes } as NodeJS.ProcessEnv;
}

/** Folder of the built pages, as next.config.js has it. */
export function distFolder(): string {
  return process.env.STORECAST_DIST || ".next";
}

/** Absolute path of a file that a person named on the command line: relative to where they stood, not to the program. */
export function namedFile(name: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), name);
}
