import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentReader } from "#app/reader.ts";
import { THEME_COOKIE, themeFrom } from "#app/theme.ts";
import { translator } from "#lib/words/words.ts";
import "./globals.css";

// Latin only, from our own server: no request leaves for a font.
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
});

export async function generateMetadata(): Promise<Metadata> {
  const t = translator(await currentReader(), "ui");
  return { title: { default: t("product"), template: `%s · ${t("product")}` }, description: t("description"), robots: { index: false, follow: false } };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [{ media: "(prefers-color-scheme: light)", color: "#f7f8fa" }, { media: "(prefers-color-scheme: dark)", color: "#0a0e16" }],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  const { language } = await currentReader();
  return (
    <html lang={language} className={`${inter.variable} ${theme === "system" ? "" : theme}`}>
      <body className="font-sans antialiased">{children}</body>
    </html>
  );
}
